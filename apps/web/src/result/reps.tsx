// The reps side by side: figures in a table, and each rep's curve over all the others'.
import { useMemo } from 'preact/hooks';
import type { Clock } from './clock';
import { rep_curves, type RepCurve, type Series } from './series';
import { angle_name, working_side } from './skeleton';
import type { Analysis, Rep } from './types';
import { degrees, number_text, seconds } from '../words';
import { criterion_mm, phase_s } from './words';

// A rep sets off where its first swing begins; the wait before is of no interest beside another rep.
function sets_off_s(rep: Rep): number {
  const swings = [rep.phases.lower?.[0], rep.phases.lift?.[0]].filter((v): v is number => v !== undefined);
  return swings.length > 0 ? Math.min(...swings) : rep.start_s;
}

function end_range_cell(a: Analysis, rep: Rep): string {
  if (rep.end_range_deg !== null) return degrees(rep.end_range_deg);
  return a.end_range.status === 'not_measured' || rep.lumbar_lift_max_mm === null ? '–' : 'held';
}

const kSize = { width: 200, height: 96 };

function path_of(curve: RepCurve, scale: { x: number; low: number; high: number }): string {
  let text = '';
  let is_down = false;
  curve.x.forEach((x, i) => {
    const y = curve.y[i];
    if (y === null || y === undefined) {
      is_down = false;
      return;
    }
    const at_y = kSize.height - ((y - scale.low) / (scale.high - scale.low)) * kSize.height;
    text += `${is_down ? 'L' : 'M'}${((x / scale.x) * kSize.width).toFixed(1)} ${at_y.toFixed(1)}`;
    is_down = true;
  });
  return text;
}

// From 0 or lower to the highest value; a loop, as a long clip has more values than a call takes arguments.
function ends_of(curves: RepCurve[], limit: number | null): [number, number] {
  let low = 0, high = -Infinity;
  for (const curve of curves)
    for (const v of curve.y)
      if (v !== null) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
  return [low, high === -Infinity ? low : Math.max(high, limit ?? -Infinity)];
}

function Multiples({ title, unit, curves, reps, clock, limit }: {
  title: string; unit: string; curves: RepCurve[]; reps: Rep[]; clock: Clock; limit: number | null;
}) {
  const [low, high] = ends_of(curves, limit);
  if (high <= low) return null;
  const scale = { x: Math.max(...curves.map((c) => c.x[c.x.length - 1] ?? 0), 0.1), low, high: high * 1.05 };
  const paths = curves.map((curve) => path_of(curve, scale));
  const y_of = (value: number) => kSize.height - ((value - scale.low) / (scale.high - scale.low)) * kSize.height;
  return (
    <div class="multiples">
      <h3>{title} <span class="faint">{unit}, {number_text(scale.low)} to {number_text(scale.high)}; {seconds(scale.x)} from setting off</span></h3>
      <ul>
        {curves.map((curve, i) => (
          <li key={i}>
            <button class="multiple" onClick={() => clock.seek(sets_off_s(reps[i]!))} aria-label={`Rep ${curve.index}: ${title}. Go there`}>
              <svg viewBox={`0 0 ${kSize.width} ${kSize.height}`} preserveAspectRatio="none" aria-hidden="true">
                <line class="zero" x1="0" x2={kSize.width} y1={y_of(0)} y2={y_of(0)} />
                {limit !== null && <line class="limit" x1="0" x2={kSize.width} y1={y_of(limit)} y2={y_of(limit)} />}
                {paths.map((d, k) => k !== i && <path key={k} class="other" d={d} />)}
                <path class="this" d={paths[i]} />
              </svg>
              <span>Rep {curve.index}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Reps({ analysis, series, clock }: { analysis: Analysis; series: Series; clock: Clock }) {
  const reps = analysis.reps;
  const [elevation, lift] = useMemo(() => {
    const spans = reps.map((rep) => ({ index: rep.index, from_s: sets_off_s(rep), to_s: rep.end_s }));
    // Each rep's own leg, where the legs take turns.
    const side = (rep: Rep) => (rep.side === 'both' ? working_side(analysis) : rep.side);
    const angles = reps.flatMap((rep, i) => rep_curves(series, angle_name(analysis, side(rep)), [spans[i]!]));
    return [angles, rep_curves(series, 'lumbar_lift_mm', spans)];
  }, [analysis, series]);
  if (reps.length === 0) return null;
  const has_side = reps.some((rep) => rep.side !== 'both');
  return (
    <section class="card" aria-labelledby="reps">
      <h2 id="reps">Reps side by side</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label="Reps">
        <table class="reps">
          <thead>
            <tr>
              <th scope="col">rep</th>{has_side && <th scope="col">side</th>}<th scope="col">tempo, s</th><th scope="col">lowering</th><th scope="col">top</th>
              <th scope="col">lowest</th><th scope="col">end range</th><th scope="col">lumbar lift</th><th scope="col">knee bend</th><th scope="col">trust</th>
            </tr>
          </thead>
          <tbody>
            {[...reps, ...analysis.partial_reps].map((rep) => (
              <tr key={rep.start_s} class={rep.complete ? '' : 'partial'}>
                <th scope="row">
                  <button class="link" onClick={() => clock.seek(sets_off_s(rep))}>{rep.complete ? rep.index : 'partial'}<span class="hidden"> at {seconds(rep.start_s)}, go there</span></button>
                </th>
                {has_side && <td>{rep.side}</td>}
                <td class="figures">{rep.tempo}</td><td>{seconds(phase_s(rep, 'lower'))}</td>
                <td>{degrees(rep.leg_elevation_top_deg)}</td><td>{degrees(rep.leg_elevation_bottom_deg)}</td>
                <td>{rep.complete ? end_range_cell(analysis, rep) : '–'}</td><td>{number_text(rep.lumbar_lift_max_mm, 0, ' mm')}</td>
                <td>{degrees(rep.knee_flexion_max_deg)}</td><td>{number_text(100 * rep.confidence, 0, ' %')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="faint">Tempo is lower–bottom–lift–top. End range: where the lower back was lost on the way down. A dash: not measured.</p>
      {reps.length > 1 && (
        <>
          <Multiples title="Leg elevation" unit="°" curves={elevation} reps={reps} clock={clock} limit={null} />
          {series.has('lumbar_lift_mm') && <Multiples title="Lumbar lift" unit="mm" curves={lift} reps={reps} clock={clock} limit={criterion_mm(analysis)} />}
        </>
      )}
    </section>
  );
}
