// How to film, in five pictures. Drawn, so that nobody's photograph is needed.

function Lying({ x = 0, y = 0, k = 1 }: { x?: number; y?: number; k?: number }) {
  return (
    <g transform={`translate(${x} ${y}) scale(${k})`} class="figure">
      <circle cx="10" cy="-7" r="6" />
      <path d="M18 -6 L48 -5 L52 -42" />
      <path d="M22 -3 L40 -2" class="thin" />
    </g>
  );
}

const pictures = [
  { title: 'Phone on the floor', text: 'Lean it against a shoe or a bottle, on its long side.', drawn: (
    <><line x1="6" x2="114" y1="66" y2="66" class="ground" /><rect x="34" y="38" width="46" height="26" rx="4" class="device" /><circle cx="72" cy="51" r="3" class="lens" /><path d="M30 66 q2 -16 -10 -16 h-8 v16 z" class="prop" /></>
  ) },
  { title: '2 to 3 metres away', text: 'Nearer, and the raised feet leave the picture.', drawn: (
    <><line x1="6" x2="114" y1="66" y2="66" class="ground" /><rect x="8" y="52" width="7" height="13" rx="2" class="device" /><Lying x={62} y={66} k={0.85} /><path d="M18 74 H60 M18 71 v6 M60 71 v6" class="measure" /><text x="39" y="84" text-anchor="middle">2–3 m</text></>
  ) },
  { title: 'Straight from the side', text: 'Square to you, not from the feet or at an angle.', drawn: (
    <><rect x="22" y="16" width="76" height="16" rx="8" class="mat" /><circle cx="30" cy="24" r="5" class="dot" /><path d="M38 24 H90" class="line" /><rect x="53" y="66" width="14" height="6" rx="2" class="device" /><path d="M60 64 L24 36 M60 64 L96 36" class="sight" /></>
  ) },
  { title: 'At the hips’ height', text: 'The lower the phone, the sooner it sees light under the back.', drawn: (
    <><line x1="6" x2="114" y1="66" y2="66" class="ground" /><rect x="8" y="52" width="7" height="13" rx="2" class="device" /><path d="M16 58 H100" class="sight" /><Lying x={58} y={66} k={0.9} /></>
  ) },
  { title: 'The whole body', text: 'Head, and feet also when they are up. Near arm out to the side.', drawn: (
    <><rect x="10" y="10" width="100" height="62" rx="4" class="screen" /><line x1="14" x2="106" y1="64" y2="64" class="ground" /><Lying x={28} y={64} k={1} /></>
  ) },
];

export function HowToFilm() {
  return (
    <section class="card" aria-labelledby="how">
      <h2 id="how">How to film</h2>
      <ol class="how">
        {pictures.map((picture) => (
          <li key={picture.title}>
            <svg viewBox="0 0 120 90" aria-hidden="true">{picture.drawn}</svg>
            <p><b>{picture.title}</b><br />{picture.text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
