// The end range over time: a dot where the back was lost with its interval, a hollow triangle where it held.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { deg_range, trend_sentence, type Trend } from './trend';
import { token, useScheme } from '../colours';
import { degrees } from '../words';
import { date_words } from './words';

const kDay_s = 86_400;

// uPlot draws the axes; intervals and triangles are drawn over them.
function draw_points(u: uPlot, trend: Trend) {
  const { ctx } = u;
  const px = devicePixelRatio;
  const x_of = (s: number) => u.valToPos(s, 'x', true), y_of = (deg: number) => u.valToPos(deg, 'y', true);
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = token('accent');
  ctx.lineWidth = 2 * px;
  let before: { x: number; y: number } | null = null;
  for (const p of trend.points) {
    const x = x_of(p.at_s);
    if (p.deg !== null) {
      const y = y_of(p.deg);
      if (before !== null) {
        ctx.globalAlpha = 0.35;
        ctx.beginPath();
        ctx.moveTo(before.x, before.y);
        ctx.lineTo(x, y);
        ctx.stroke();
        ctx.globalAlpha = 1;
      }
      before = { x, y };
      if (p.low_deg !== null && p.high_deg !== null) {
        const low = y_of(p.low_deg), high = y_of(p.high_deg), cap = 5 * px;
        ctx.beginPath();
        ctx.moveTo(x, low);
        ctx.lineTo(x, high);
        for (const end of [low, high]) {
          ctx.moveTo(x - cap, end);
          ctx.lineTo(x + cap, end);
        }
        ctx.stroke();
      }
      ctx.beginPath();
      ctx.arc(x, y, 5 * px, 0, 2 * Math.PI);
      ctx.fill();
    }
    if (p.held_deg !== null) {
      const y = y_of(p.held_deg), r = 6 * px;
      ctx.beginPath();
      ctx.moveTo(x - r, y - r * 0.8);
      ctx.lineTo(x + r, y - r * 0.8);
      ctx.lineTo(x, y + r);
      ctx.closePath();
      ctx.stroke();
    }
  }
  ctx.restore();
}

function options(trend: Trend, width: number): uPlot.Options {
  const first = trend.points[0]!.at_s, last = trend.points.at(-1)!.at_s;
  const air = Math.max(3 * kDay_s, (last - first) * 0.06);
  const axis = { stroke: token('faint'), grid: { stroke: token('line'), width: 1 }, ticks: { stroke: token('line'), width: 1 }, font: '13px system-ui, sans-serif' };
  const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
  return {
    width,
    height: Math.round(Math.min(320, Math.max(220, width * 0.45))),
    scales: { x: { time: true, range: () => [first - air, last + air] }, y: { range: () => deg_range(trend.points) } },
    series: [{}, { stroke: 'transparent', points: { show: false } }],
    axes: [
      { ...axis, space: 70, incrs: [1, 2, 7, 14, 28, 56, 112, 364].map((d) => d * kDay_s), values: (_, at) => at.map((s) => format.format(new Date(s * 1000))) },
      { ...axis, size: 48, values: (_, at) => at.map((deg) => `${deg}°`) },
    ],
    legend: { show: false },
    cursor: { show: false },
    hooks: { draw: [(u) => draw_points(u, trend)] },
  };
}

export function TrendChart({ trend, today }: { trend: Trend; today: string }) {
  const box = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let plot: uPlot | null = null;
    const draw = () => {
      plot?.destroy();
      const data: uPlot.AlignedData = [trend.points.map((p) => p.at_s), trend.points.map((p) => p.deg ?? p.held_deg)];
      plot = new uPlot(options(trend, element.clientWidth), data, element);
    };
    let width = 0;
    const watch = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      draw();
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot?.destroy();
    };
  }, [trend, scheme]);
  const sentence = trend_sentence(trend, today);
  const has_held = trend.points.some((p) => p.held_deg !== null);
  return (
    <section class="card" aria-label={`End range, ${trend.exercise}`}>
      <h2>End range <span class="faint">{trend.exercise}</span></h2>
      {sentence !== '' && <p>{sentence}</p>}
      <p class="faint small">
        Lower is better: the back stays on the floor further down. <b aria-hidden="true">●</b> dot: where the back was lost, with its 95 % interval.
        {has_held && <> <b aria-hidden="true">▽</b> triangle: it held as far down as the legs went.</>}
      </p>
      <div ref={box} class="chart" role="img" aria-label={`Chart of the end range over time. ${sentence} The numbers are in the table below it.`} />
      <details class="more">
        <summary>The numbers</summary>
        <table>
          <caption class="hidden">End range, {trend.exercise}</caption>
          <thead><tr><th scope="col">Day</th><th scope="col">End range</th><th scope="col">95 % interval</th></tr></thead>
          <tbody>
            {trend.points.map((p) => (
              <tr key={p.day}>
                <th scope="row">{date_words(p.day, today)}</th>
                <td>{p.deg !== null ? degrees(p.deg) : p.held_deg !== null ? `held to ${degrees(p.held_deg)}` : '–'}</td>
                <td>{p.low_deg !== null && p.high_deg !== null ? `${degrees(p.low_deg)} to ${degrees(p.high_deg)}` : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
