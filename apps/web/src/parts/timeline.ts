// The tempo guide of a set: what is said at which second, and where the legs should be. Pure.
import type { Tone } from './voice';
import type { TrainingDay } from '../types';
import { tempo_from, type Tempo } from './words';

export type GuidePhase = 'lower' | 'bottom' | 'lift' | 'top' | 'switch';
export type GuideSide = 'both' | 'left' | 'right';

export interface Span { phase: GuidePhase; from_s: number; to_s: number; rep: number; side: GuideSide }
export interface Cue { at_s: number; say: string; tone: Tone | null }
export interface Timeline { spans: Span[]; cues: Cue[]; length_s: number; reps: number }

export interface GuideOf {
  reps: number; // with each leg where is_each_leg
  tempo: Tempo;
  is_each_leg: boolean;
  is_in_turn: boolean; // all of one leg first, then the other; else one leg and the other
}

// Time to bring the other leg up.
const kSwitch_s = 8;
const kNumbers = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

// The legs are worked in this order; which rep of its own leg it is.
function order(of: GuideOf): { rep: number; side: GuideSide }[] {
  const one = (side: GuideSide) => Array.from({ length: of.reps }, (_, i) => ({ rep: i + 1, side }));
  if (!of.is_each_leg) return one('both');
  const left = one('left'), right = one('right');
  return of.is_in_turn ? [...left, ...right] : left.flatMap((l, i) => [l, right[i]!]);
}

export function timeline(of: GuideOf): Timeline {
  const spans: Span[] = [], cues: Cue[] = [];
  const { lower_s, bottom_s, lift_s, top_s } = of.tempo;
  let at_s = 0;
  const says = (say: string, tone: Tone | null = null) => cues.push({ at_s, say, tone });
  // Whole seconds after the first word are counted; a last one shorter than half a second isn't.
  const counts = (from: number, length_s: number) => {
    for (let n = from; n <= 10 && n - 1 < length_s - 0.4; ++n) cues.push({ at_s: at_s + n - 1, say: kNumbers[n]!, tone: null });
  };
  const span = (phase: GuidePhase, length_s: number, rep: number, side: GuideSide) => {
    if (length_s > 0) spans.push({ phase, from_s: at_s, to_s: at_s + length_s, rep, side });
    at_s += length_s;
  };
  let before: GuideSide | null = null;
  const all = order(of);
  all.forEach(({ rep, side }, i) => {
    if (of.is_in_turn && before !== null && before !== side) {
      says('switch sides', 'end');
      span('switch', kSwitch_s, 0, side);
    }
    before = side;
    const leg = side === 'both' ? '' : of.is_in_turn && rep > 1 ? '' : side + ', ';
    says((i === all.length - 1 && i > 0 ? 'last one, ' : leg) + 'down', 'low');
    counts(2, lower_s);
    span('lower', lower_s, rep, side);
    if (bottom_s > 0) {
      says('hold');
      counts(2, bottom_s);
    }
    span('bottom', bottom_s, rep, side);
    says('up', 'high');
    span('lift', lift_s, rep, side);
    // The count is what must be heard; with two legs by turns once for both.
    if (i === all.length - 1) says(`${rep}. Done`, 'end');
    else if (of.is_in_turn || side !== 'left') says(`top. ${rep}`);
    else says('top');
    span('top', top_s, rep, side);
  });
  return { spans, cues, length_s: at_s, reps: of.reps };
}

/// The guide of what a day asks for.
export function guide_of(day: TrainingDay, is_in_turn: boolean): Timeline {
  const tempo = tempo_from(day.tempo) ?? { lower_s: day.lowering_s ?? 3, bottom_s: day.pause_s ?? 0, lift_s: 2, top_s: 1 };
  return timeline({ reps: day.reps ?? 10, tempo, is_each_leg: day.each_leg, is_in_turn });
}

export interface Moment {
  phase: GuidePhase | 'over';
  share: number; // of the phase, 0…1
  count: number; // seconds into the phase, from 1
  phase_s: number;
  rep: number; // the rep one is in
  done: number; // complete ones, with each leg where legs work one at a time
  side: GuideSide;
  height: number; // of the leg: 1 = top, 0 = where it turns round
}

export function moment_at(line: Timeline, at_s: number): Moment {
  const span = line.spans.find((s) => at_s < s.to_s);
  // A rep is done when the leg is up again. With two legs, when the second one is.
  const ends = line.spans.filter((s) => s.phase === 'lift' && s.to_s <= at_s);
  const of = (side: GuideSide) => ends.filter((s) => s.side === side).length;
  const done = line.spans.some((s) => s.side !== 'both') ? Math.min(of('left'), of('right')) : of('both');
  if (span === undefined)
    return { phase: 'over', share: 1, count: 0, phase_s: 0, rep: line.reps, done, side: 'both', height: 1 };
  const phase_s = span.to_s - span.from_s;
  const share = Math.max(0, (at_s - span.from_s) / phase_s);
  const height = span.phase === 'lower' ? 1 - share : span.phase === 'bottom' ? 0 : span.phase === 'lift' ? share : 1;
  return { phase: span.phase, share, count: Math.floor(share * phase_s) + 1, phase_s, rep: span.rep, done, side: span.side, height };
}

/// Where to go on after a break: at the beginning of the rep that was broken off.
export function rep_start(line: Timeline, at_s: number): number {
  const starts = line.spans.filter((s) => (s.phase === 'lower' || s.phase === 'switch') && s.from_s <= at_s);
  return starts.at(-1)?.from_s ?? 0;
}

/// What is said while a clock runs down, at that whole second; '' = nothing.
export function countdown_word(left_s: number, total_s: number): string {
  if (left_s === 0) return '';
  if (left_s <= 3) return String(left_s);
  if (left_s === 10 && total_s >= 20) return 'ten seconds';
  if (left_s === 30 && total_s >= 60) return 'thirty seconds';
  return '';
}
