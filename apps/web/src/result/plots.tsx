// Which plots a result has, from what was measured.
import { useMemo } from 'preact/hooks';
import type { Clock } from './clock';
import type { Series } from './series';
import { angle_name, working_side } from './skeleton';
import { TimePlot, type PlotSpec, type Shade } from './time_plot';
import type { Analysis } from './types';
import { number_text } from '../words';
import { breath_text, criterion_mm } from './words';

function elevation(a: Analysis, series: Series): PlotSpec | null {
  const strong = working_side(a), faint = strong === 'left' ? 'right' : 'left';
  if (!series.has(angle_name(a, strong))) return null;
  const title = angle_name(a, strong).includes('thigh') ? 'Thigh elevation' : 'Leg elevation';
  const label = (side: string) => `${side} leg${side === a.view.near_side ? ' (near)' : ''}`;
  const lines = [{ name: label(strong), column: angle_name(a, strong), colour: 'accent', width: 2.5 }];
  if (series.has(angle_name(a, faint))) lines.unshift({ name: label(faint), column: angle_name(a, faint), colour: 'right', width: 1.2 });
  return { title, unit: '° above the floor', short: '°', decimals: 0, lines, low: a.view.posture === 'hanging' ? -90 : 0, high: a.view.posture === 'hanging' ? 20 : 90 };
}

function lift(a: Analysis, series: Series): PlotSpec | null {
  if (!series.has('lumbar_lift_mm')) return null;
  const limit = criterion_mm(a);
  return {
    title: 'Lumbar lift', unit: 'mm above where the lower back lay', short: ' mm', decimals: 1, low: 0,
    lines: [{ name: 'lower back', column: 'lumbar_lift_mm', colour: 'lift', width: 2.5 }],
    areas: [{ high: 'lumbar_lift_error_mm', low: 'lumbar_lift_error_mm', of: 'lumbar_lift_mm', colour: 'lift' }],
    limit: limit === null ? undefined : { value: limit, label: `counts as leaving the floor: ${number_text(limit, 0)} mm` },
  };
}

function gap(_a: Analysis, series: Series): PlotSpec | null {
  if (!series.column('floor_gap_mm').some((v) => v !== null && v > 0)) return null;
  return {
    title: 'Opening under the back', unit: 'mm, 0 = none seen', short: ' mm', decimals: 0, low: 0,
    lines: [{ name: 'opening', column: 'floor_gap_mm', colour: 'lift', width: 2 }],
  };
}

// Of a back that began off the floor the opening is what was seen: a flat line of lift would read as a back that held.
function back(a: Analysis, series: Series): (PlotSpec | null)[] {
  const opening = gap(a, series);
  return opening && a.end_range.status === 'not_measured' ? [opening] : [lift(a, series), opening];
}

const breath_colours: Record<string, [string, number]> = { in: ['accent', 0.16], out: ['good', 0.16], hold: ['lift', 0.18], either: ['faint', 0.1] };

function breath(a: Analysis, series: Series): PlotSpec | null {
  if (a.breath.status !== 'measured' || !series.has('breath_seen_mm')) return null;
  const shades = a.breath.spans.map((span): Shade => ({
    from_s: span.from_s, to_s: span.to_s, colour: breath_colours[span.kind]![0], alpha: breath_colours[span.kind]![1],
  }));
  return {
    title: 'Breath', unit: 'mm, the belly’s rise', short: ' mm', decimals: 1, shades,
    lines: [{ name: 'belly', column: 'breath_seen_mm', colour: 'accent', width: 1.5 }],
  };
}

function moment(_a: Analysis, series: Series): PlotSpec | null {
  if (!series.has('hip_moment_nm')) return null;
  return {
    title: 'Moment at the hips', unit: 'N·m, by a model', short: ' N·m', decimals: 0, low: 0,
    lines: [
      { name: 'swing alone', column: 'inertial_hip_moment_nm', colour: 'right', width: 1.2 },
      { name: 'all', column: 'hip_moment_nm', colour: 'accent', width: 2 },
    ],
  };
}

function forces(_a: Analysis, series: Series): PlotSpec | null {
  if (!series.has('l4l5_compression_low_n')) return null;
  return {
    title: 'Forces, least to most', unit: 'N, by a model', short: ' N', decimals: 0, low: 0,
    lines: [
      { name: 'vertebrae L4/L5, most', column: 'l4l5_compression_high_n', colour: 'accent', width: 1.5 },
      { name: 'psoas, most', column: 'psoas_high_n', colour: 'right', width: 1.5 },
    ],
    areas: [
      { high: 'l4l5_compression_high_n', low: 'l4l5_compression_low_n', colour: 'accent' },
      { high: 'psoas_high_n', low: 'psoas_low_n', colour: 'right' },
    ],
  };
}

export function Plots({ analysis, series, clock }: { analysis: Analysis; series: Series; clock: Clock }) {
  const [movement, breathing, loads] = useMemo(() => {
    const made = (specs: (PlotSpec | null)[]) => specs.filter((spec): spec is PlotSpec => spec !== null);
    return [
      made([elevation(analysis, series), ...back(analysis, series)]),
      made([breath(analysis, series)]), made([moment(analysis, series), forces(analysis, series)]),
    ];
  }, [analysis, series]);
  const all = (specs: PlotSpec[], height?: number) =>
    specs.map((spec) => <TimePlot key={spec.title} spec={spec} series={series} reps={analysis.reps} clock={clock} height={height} />);
  return (
    <section class="card plots" aria-labelledby="over-time">
      <h2 id="over-time">Over time</h2>
      {movement.length > 0 && (
        <p class="legend"><span class="key shade-lower">lowering</span><span class="key shade-bottom">bottom</span><span class="key shade-lift">lifting</span><span class="key shade-top">top</span><span class="faint">Click or drag to go there.</span></p>
      )}
      {movement.length === 0 && <p>The view allows no angles over time.</p>}
      {all(movement)}
      <h3>Breathing</h3>
      <p>{breath_text(analysis)}</p>
      {breathing.length > 0 && <p class="legend"><span class="key shade-lower">in</span><span class="key shade-lift">out</span><span class="key shade-hold">held 1.5 s or more</span><span class="key shade-top">way not known</span></p>}
      {all(breathing, 140)}
      {loads.length > 0 && <h3>Forces in this set</h3>}
      {all(loads, 150)}
    </section>
  );
}
