// The body of one moment, drawn from series.csv: over the clip, or by itself with the floor.
import { draw_line } from '../draw_line';
import type { Series } from './series';
import type { Analysis } from './types';

export type SideId = 'left' | 'right';
type Point = { x: number; y: number };
const chain = ['shoulder', 'hip', 'knee', 'ankle'] as const;

export interface Colours { ground: string; near: string; far: string; leg: string; lost: string; floor: string; ink: string; rim: string }
// Which part of the picture is drawn, in the clip's pixels.
export interface Frame { x: number; y: number; width: number; height: number }
export interface Drawing { context: CanvasRenderingContext2D; frame: Frame; colours: Colours; has_picture: boolean }

export function near_side(a: Analysis): SideId {
  return a.view.near_side ?? 'left';
}

// The leg that does the set, else the near one: it is seen better.
export function working_side(a: Analysis): SideId {
  return a.sides === 'left' || a.sides === 'right' ? a.sides : near_side(a);
}

export function angle_name(a: Analysis, side: SideId): string {
  return `${side}_${a.reps.some((rep) => rep.leg_elevation_from === 'thigh') ? 'thigh' : 'leg'}_elevation_deg`;
}

function joint(series: Series, side: SideId, name: string, row: number): Point | null {
  const x = series.column(`${side}_${name}_x_px`)[row], y = series.column(`${side}_${name}_y_px`)[row];
  return x === null || y === null || x === undefined || y === undefined ? null : { x, y };
}

// All of the clip over a picture; by itself the body fills the drawing, wherever in the picture it lay.
export function frame_of(a: Analysis, series: Series, has_picture: boolean): Frame {
  const all = { x: 0, y: 0, width: a.clip.width, height: a.clip.height };
  if (has_picture) return all;
  const ends = (axis: 'x' | 'y'): [number, number] | null => {
    const known = (['left', 'right'] as const).flatMap((side) => chain.flatMap((name) => series.column(`${side}_${name}_${axis}_px`)))
      .filter((v): v is number => v !== null);
    return known.length === 0 ? null : known.reduce<[number, number]>(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);
  };
  const xs = ends('x'), ys = ends('y');
  if (!xs || !ys) return all;
  const floor = floor_line(a, series);
  // The head isn't among the joints, and feet reach past the ankles.
  const room = 0.25 * (xs[1] - xs[0]);
  const bottom = Math.max(ys[1], floor?.y ?? 0) + 0.4 * room;
  return { x: xs[0] - room, y: ys[0] - room, width: xs[1] - xs[0] + 2 * room, height: bottom - ys[0] + room };
}

// Where the floor is: the hips' middle height and half a pelvis below it, tilted as the clip's floor. Lying only.
export function floor_line(a: Analysis, series: Series): { x: number; y: number; slope: number } | null {
  if (a.view.posture !== 'lying') return null;
  const side = near_side(a);
  const known = (name: string) => series.column(name).filter((v): v is number => v !== null).sort((p, q) => p - q);
  const xs = known(`${side}_hip_x_px`), ys = known(`${side}_hip_y_px`);
  if (xs.length === 0 || ys.length === 0) return null;
  // Hip joint to floor of a lying adult, about. mm
  const kBelowHip_mm = 95;
  const below = a.subject.mm_per_px ? kBelowHip_mm / a.subject.mm_per_px : 0.03 * a.clip.width;
  return { x: xs[xs.length >> 1]!, y: ys[ys.length >> 1]! + below, slope: Math.tan(((a.view.floor_tilt_deg ?? 0) * Math.PI) / 180) };
}

function placed(d: Drawing, at: Point): Point {
  const scale = d.context.canvas.width / d.frame.width;
  return { x: (at.x - d.frame.x) * scale, y: (at.y - d.frame.y) * scale };
}

function stroke(d: Drawing, from: Point, to: Point, width: number, colour: string): void {
  draw_line(d.context, placed(d, from), placed(d, to), width, colour, d.has_picture ? d.colours.rim : null);
}

function angle_mark(d: Drawing, a: Analysis, series: Series, row: number, size: number): void {
  const side = working_side(a);
  const hip = joint(series, side, 'hip', row);
  const deg = series.column(angle_name(a, side))[row] ?? null;
  if (!hip || deg === null) return;
  const { context, colours } = d;
  const centre = placed(d, hip);
  const to_feet = a.view.head === 'right' ? Math.PI : 0;
  const end = to_feet === 0 ? (-deg * Math.PI) / 180 : Math.PI + (deg * Math.PI) / 180;
  context.beginPath();
  context.arc(centre.x, centre.y, 18 * size, to_feet, end, to_feet === 0 ? deg > 0 : deg < 0);
  context.lineWidth = size * 0.7;
  context.strokeStyle = colours.leg;
  context.stroke();
  const text = `${Math.round(deg)}°`;
  context.font = `700 ${Math.round(9 * size)}px system-ui, sans-serif`;
  context.textAlign = 'center';
  // Near the floor the angle is too narrow for its figure: it stands farther out.
  const away = (Math.abs(deg) < 40 ? 55 : 31) * size;
  const middle = (to_feet + end) / 2;
  const at = { x: centre.x + away * Math.cos(middle), y: centre.y + away * Math.sin(middle) + 3 * size };
  if (d.has_picture) {
    context.lineWidth = 4;
    context.strokeStyle = colours.rim;
    context.strokeText(text, at.x, at.y);
  }
  context.fillStyle = colours.ink;
  context.fillText(text, at.x, at.y);
}

// Not measured in series.csv: it only says which end is up.
function head(d: Drawing, series: Series, side: SideId, row: number, size: number): void {
  const shoulder = joint(series, side, 'shoulder', row), hip = joint(series, side, 'hip', row);
  if (!shoulder || !hip) return;
  const length = Math.hypot(shoulder.x - hip.x, shoulder.y - hip.y);
  if (length === 0) return;
  const beyond = 0.42;
  const at = placed(d, { x: shoulder.x + beyond * (shoulder.x - hip.x), y: shoulder.y + beyond * (shoulder.y - hip.y) });
  d.context.beginPath();
  d.context.arc(at.x, at.y, Math.max(4 * size, (0.15 * length * d.context.canvas.width) / d.frame.width), 0, 2 * Math.PI);
  d.context.fillStyle = d.colours.far;
  d.context.fill();
}

export function draw_moment(d: Drawing, a: Analysis, series: Series, row: number, is_lost: boolean): void {
  const { context, colours } = d;
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const size = Math.max(1.5, width / 240);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  const floor = floor_line(a, series);
  if (!d.has_picture && floor) {
    const y_at = (x: number) => floor.y + (x - floor.x) * floor.slope;
    const { x, width: across } = d.frame;
    stroke(d, { x, y: y_at(x) }, { x: x + across, y: y_at(x + across) }, size * 0.6, colours.floor);
  }
  if (row < 0) return;
  const near = near_side(a);
  // By itself the body has some body; over a picture it mustn't hide it.
  const thick = d.has_picture ? 1 : 3;
  for (const side of [near === 'left' ? 'right' : 'left', near] as const) {
    chain.slice(1).forEach((name, i) => {
      const from = joint(series, side, chain[i]!, row), to = joint(series, side, name, row);
      if (!from || !to) return;
      const is_trunk = i === 0;
      const colour = side !== near ? colours.far : is_trunk ? (is_lost ? colours.lost : colours.near) : colours.leg;
      stroke(d, from, to, (side === near ? size * 1.2 : size * 0.7) * thick, colour);
    });
  }
  for (const name of chain) {
    const at = joint(series, near, name, row);
    if (!at) continue;
    const point = placed(d, at);
    context.beginPath();
    context.arc(point.x, point.y, size * 1.5, 0, 2 * Math.PI);
    context.fillStyle = d.has_picture ? colours.near : colours.ground;
    context.fill();
  }
  if (!d.has_picture) head(d, series, near, row, size);
  angle_mark(d, a, series, row, size);
}
