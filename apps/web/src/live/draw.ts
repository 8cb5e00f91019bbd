// What is drawn over the camera's picture: the skeleton, and the line at which to turn round.
import { draw_line } from '../draw_line';
import type { LiveState } from './types';

type Joint = [number, number, number];
type Point = { x: number; y: number };

// BlazePose's numbers of the joints that are drawn, left then right.
const body = { shoulder: [11, 12], elbow: [13, 14], wrist: [15, 16], hip: [23, 24], knee: [25, 26], ankle: [27, 28], heel: [29, 30], toe: [31, 32] } as const;
type Part = keyof typeof body;
const bones: [Part, Part][] = [
  ['shoulder', 'elbow'], ['elbow', 'wrist'], ['shoulder', 'hip'], ['hip', 'knee'], ['knee', 'ankle'], ['ankle', 'heel'], ['heel', 'toe'], ['ankle', 'toe'],
];
// Below this a joint is a guess, and a bone to it would jump about.
const kVisible = 0.3;

// On film, whatever the page's colours: light lines with a dark rim are seen on any ground.
const colours = { near: '#ffffff', far: '#9fb3c4', leg: '#ffb454', rim: '#00000099', turn: '#7fe0a5', low: '#ff8a80' };

export interface Look { turn_at_deg: number | null }

function line(context: CanvasRenderingContext2D, a: Point, b: Point, width: number, colour: string): void {
  draw_line(context, a, b, width, colour, colours.rim);
}

export function side_index(live: LiveState): 0 | 1 {
  return live.near_side === 'right' ? 1 : 0;
}

// Where the line of the turn ends, from the near hip: as long as the leg, to the feet's side. Pixels.
export function turn_line(live: LiveState, deg: number, width: number, height: number): [Point, Point] | null {
  const joints = live.pose?.joints;
  if (!joints || joints.length < 33 || live.head === null || live.posture !== 'lying') return null;
  const near = side_index(live);
  const at = (part: Part): Point => {
    const [x, y] = joints[body[part][near]]!;
    return { x: x * width, y: y * height };
  };
  const [hip, knee, ankle] = [at('hip'), at('knee'), at('ankle')];
  const length = Math.hypot(knee.x - hip.x, knee.y - hip.y) + Math.hypot(ankle.x - knee.x, ankle.y - knee.y);
  const to_feet = live.head === 'left' ? 1 : -1;
  const angle = (deg * Math.PI) / 180;
  return [hip, { x: hip.x + to_feet * length * Math.cos(angle), y: hip.y - length * Math.sin(angle) }];
}

function turn_mark(context: CanvasRenderingContext2D, live: LiveState, deg: number, size: number): void {
  const ends = turn_line(live, deg, context.canvas.width, context.canvas.height);
  if (!ends) return;
  const is_below = live.leg_elevation_deg !== null && live.leg_elevation_deg < deg;
  const colour = is_below ? colours.low : colours.turn;
  context.setLineDash([4 * size, 2.5 * size]);
  line(context, ends[0], ends[1], size, colour);
  context.setLineDash([]);
  context.font = `600 ${Math.round(7 * size)}px system-ui, sans-serif`;
  context.textAlign = ends[1].x > ends[0].x ? 'right' : 'left';
  context.lineWidth = 4;
  context.strokeStyle = colours.rim;
  const text = `turn at ${Math.round(deg)}°`;
  context.strokeText(text, ends[1].x, ends[1].y - 2 * size);
  context.fillStyle = colour;
  context.fillText(text, ends[1].x, ends[1].y - 2 * size);
}

export function draw_live(context: CanvasRenderingContext2D, live: LiveState | null, look: Look): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const joints: Joint[] | undefined = live?.pose?.joints;
  if (!live || !joints || joints.length < 33) return;
  // Lines as thick on a wide picture as on a small one.
  const size = Math.max(2, width / 240);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  const near = side_index(live);
  for (const which of [1 - near, near]) {
    for (const [from, to] of bones) {
      const a = joints[body[from][which]!]!, b = joints[body[to][which]!]!;
      if (a[2] < kVisible || b[2] < kVisible) continue;
      const is_leg = from === 'hip' || from === 'knee';
      const colour = which !== near ? colours.far : is_leg ? colours.leg : colours.near;
      line(context, { x: a[0] * width, y: a[1] * height }, { x: b[0] * width, y: b[1] * height },
        which === near ? size : size * 0.6, colour);
    }
  }
  for (const part of ['shoulder', 'hip', 'knee', 'ankle'] as const) {
    const [x, y, visibility] = joints[body[part][near]]!;
    if (visibility < kVisible) continue;
    context.beginPath();
    context.arc(x * width, y * height, size * 1.4, 0, 2 * Math.PI);
    context.fillStyle = colours.near;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = colours.rim;
    context.stroke();
  }
  if (look.turn_at_deg !== null) turn_mark(context, live, look.turn_at_deg, size);
}
