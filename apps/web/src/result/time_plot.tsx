// One plot over time: phases shaded, reps numbered, the playhead where the player is. A click or a drag moves the player.
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Clock } from './clock';
import { token, useScheme, with_alpha } from '../colours';
import { row_at, type Series } from './series';
import type { Rep } from './types';
import { number_text } from '../words';

export interface Line { name: string; column: string; colour: string; width?: number; dash?: number[] }
export interface Area { high: string; low: string; of?: string; colour: string } // with `of`: of ± high
export interface Shade { from_s: number; to_s: number; colour: string; alpha: number }
export interface PlotSpec {
  title: string;
  unit: string;
  short: string; // the unit behind a single value
  decimals: number;
  lines: Line[];
  areas?: Area[];
  shades?: Shade[];
  limit?: { value: number; label: string };
  low?: number;
  high?: number;
}
interface Props { spec: PlotSpec; series: Series; reps: Rep[]; clock: Clock; height?: number }

const shade_of: Record<string, [string, number]> = { lower: ['accent', 0.13], bottom: ['watch', 0.14], lift: ['good', 0.13], top: ['faint', 0.07] };

function phases_of(reps: Rep[]): Shade[] {
  return reps.flatMap((rep) => Object.entries(rep.phases).flatMap(([name, span]) =>
    span ? [{ from_s: span[0], to_s: span[1], colour: shade_of[name]![0], alpha: shade_of[name]![1] }] : []));
}

function columns_of(spec: PlotSpec, series: Series): (number | null)[][] {
  const of_lines = spec.lines.map((line) => series.column(line.column));
  const of_areas = (spec.areas ?? []).flatMap((area) => {
    const high = series.column(area.high), low = series.column(area.low);
    if (!area.of) return [high, low];
    const middle = series.column(area.of);
    const moved = (sign: number) => middle.map((v, i) => (v === null || high[i] === null ? null : v + sign * high[i]!));
    return [moved(1), moved(-1)];
  });
  return [...of_lines, ...of_areas];
}

function range_of(spec: PlotSpec, columns: (number | null)[][]): [number, number] {
  let low = spec.low ?? Infinity, high = spec.high ?? -Infinity;
  for (const column of columns)
    for (const v of column)
      if (v !== null) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
  if (spec.limit) high = Math.max(high, 1.2 * spec.limit.value);
  if (!(high > low)) return [0, 1];
  const room = 0.06 * (high - low);
  return [low - room, high + room];
}

function draw_ground(u: uPlot, spec: PlotSpec, reps: Rep[]): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const shade of spec.shades ?? phases_of(reps)) {
    const from = u.valToPos(shade.from_s, 'x', true), to = u.valToPos(shade.to_s, 'x', true);
    ctx.fillStyle = with_alpha(token(shade.colour), shade.alpha);
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
  }
  ctx.fillStyle = token('faint');
  ctx.font = `600 ${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  for (const rep of reps) {
    const at = u.valToPos(rep.start_s, 'x', true);
    ctx.fillRect(at, bbox.top, devicePixelRatio, bbox.height);
    ctx.fillText(`${rep.index ?? ''}`, at + 5 * devicePixelRatio, bbox.top + 13 * devicePixelRatio);
  }
  ctx.restore();
}

function draw_limit(u: uPlot, limit: NonNullable<PlotSpec['limit']>): void {
  const { ctx, bbox } = u;
  const y = u.valToPos(limit.value, 'y', true);
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = token('lift');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  // With a rim in the card's colour, as the curve runs through it.
  ctx.setLineDash([]);
  ctx.strokeStyle = token('card');
  ctx.lineWidth = 4 * devicePixelRatio;
  ctx.lineJoin = 'round';
  ctx.textAlign = 'left';
  const at: [string, number, number] = [limit.label, bbox.left + 4 * devicePixelRatio, y - 4 * devicePixelRatio];
  ctx.strokeText(...at);
  ctx.fillText(...at);
  ctx.restore();
}

function options_of(spec: PlotSpec, columns: (number | null)[][], reps: Rep[], clock: Clock, width: number, height: number): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: token('faint'), grid: { stroke: with_alpha(token('line'), 0.8), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif',
  };
  const areas = spec.areas ?? [];
  const hidden: uPlot.Series = { width: 0, points: { show: false }, stroke: 'transparent' };
  return {
    width, height,
    // The same room on the left in every plot, so that moments stand under each other.
    axes: [{ ...axis, size: 28 }, { ...axis, size: 48, ...(spec.short === '°' ? { incrs: [10, 15, 30, 45, 90] } : {}) }],
    scales: { x: { time: false, range: () => [0, clock.duration_s] }, y: { range: () => range_of(spec, columns) } },
    series: [
      {},
      ...spec.lines.map((line): uPlot.Series => ({
        stroke: token(line.colour), width: line.width ?? 2, dash: line.dash, points: { show: false }, spanGaps: false,
      })),
      ...areas.flatMap((): uPlot.Series[] => [hidden, hidden]),
    ],
    bands: areas.map((area, i): uPlot.Band => {
      const first = 1 + spec.lines.length + 2 * i;
      return { series: [first, first + 1], fill: with_alpha(token(area.colour), 0.25) };
    }),
    legend: { show: false },
    cursor: { drag: { x: false, y: false, setScale: false }, points: { show: false }, y: false },
    hooks: {
      drawClear: [(u) => draw_ground(u, spec, reps)],
      draw: spec.limit ? [(u) => draw_limit(u, spec.limit!)] : [],
    },
  };
}

function ValueTable({ spec, series }: { spec: PlotSpec; series: Series }) {
  const [is_open, open] = useState(false);
  // Half a second apart, a tenth of the clip where it is long.
  const end_s = series.at_s[series.rows - 1] ?? 0;
  const every_s = Math.max(0.5, end_s / 100);
  const moments = Array.from({ length: Math.floor(end_s / every_s) + 1 }, (_, i) => i * every_s);
  const columns = [...spec.lines.map((l) => ({ name: l.name, column: l.column })),
    ...(spec.areas ?? []).filter((a) => !a.of).flatMap((a) => [{ name: a.low.replaceAll('_', ' '), column: a.low }, { name: a.high.replaceAll('_', ' '), column: a.high }])];
  return (
    <details class="values" onToggle={(e) => open(e.currentTarget.open)}>
      <summary>As a table</summary>
      {is_open && (
        <div class="scroll" tabIndex={0} role="region" aria-label={`${spec.title}, values`}>
          <table>
            <thead><tr><th scope="col">second</th>{columns.map((c) => <th key={c.column} scope="col">{c.name}, {spec.unit}</th>)}</tr></thead>
            <tbody>
              {moments.map((at_s) => {
                const row = row_at(series, at_s);
                return (
                  <tr key={at_s}><th scope="row">{at_s.toFixed(1)}</th>
                    {columns.map((c) => <td key={c.column}>{number_text(series.column(c.column)[row], spec.decimals)}</td>)}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

export function TimePlot({ spec, series, reps, clock, height = 170 }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLOutputElement>(null);
  const scheme = useScheme();

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const columns = columns_of(spec, series);
    const data = [series.at_s, ...columns] as uPlot.AlignedData;
    const plot = new uPlot(options_of(spec, columns, reps, clock, element.clientWidth, height), data, element);
    const head = document.createElement('div');
    head.className = 'playhead';
    plot.over.append(head);

    const show = (at_s: number) => {
      head.style.transform = `translateX(${plot.valToPos(at_s, 'x')}px)`;
      if (!readout.current) return;
      const row = row_at(series, at_s);
      readout.current.value = spec.lines.map((line) => {
        const value = series.column(line.column)[row];
        return `${spec.lines.length > 1 ? `${line.name} ` : ''}${number_text(value, spec.decimals, spec.short)}`;
      }).join(' · ');
    };
    const seek = (event: PointerEvent) => {
      const box = plot.over.getBoundingClientRect();
      clock.seek(plot.posToVal(event.clientX - box.left, 'x'));
    };
    const down = (event: PointerEvent) => {
      if (event.button !== 0) return;
      plot.over.setPointerCapture(event.pointerId);
      seek(event);
    };
    const move = (event: PointerEvent) => { if (plot.over.hasPointerCapture(event.pointerId)) seek(event); };
    plot.over.addEventListener('pointerdown', down);
    plot.over.addEventListener('pointermove', move);

    const resized = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientWidth !== plot.width) {
        plot.setSize({ width: element.clientWidth, height });
        show(clock.at_s);
      }
    });
    resized.observe(element);
    show(clock.at_s);
    const off = clock.on_show(show);
    return () => {
      off();
      resized.disconnect();
      plot.destroy();
    };
  }, [spec, series, scheme]);

  return (
    <figure class="time-plot">
      <figcaption>
        <b>{spec.title}</b> <span class="faint">{spec.unit}</span>
        {spec.lines.length > 1 && (
          <span class="legend">{spec.lines.map((line) => <span key={line.column} class={`key key-${line.colour}`}>{line.name}</span>)}</span>
        )}
        <output ref={readout} class="figures readout" aria-live="off" />
      </figcaption>
      <div ref={place} class="plot-place" role="img" aria-label={`${spec.title} over time, ${spec.unit}. The values are in the table below; the reps in the table of reps.`} />
      <ValueTable spec={spec} series={series} />
    </figure>
  );
}
