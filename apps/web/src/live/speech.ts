// What to say besides the server's cues: what is wrong with the set-up, and the seconds of the lowering.
import type { Goal, LiveState } from './types';
import type { Stage } from './machine';

// quiet_until_ms: a cue is being said until about then, which the guide mustn't break off.
export interface Said { quiet_until_ms: number; set_up_at_ms: number; set_up_was_good: boolean; lowering: number }

export const nothing_said: Said = { quiet_until_ms: -Infinity, set_up_at_ms: -Infinity, set_up_was_good: false, lowering: 0 };

// Oftener, and one can't hear oneself move the camera.
const kBetweenHints_ms = 5000;
// The first is "down", not "one": the repetitions are counted with "one".
const seconds = ['down', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

export function words_for(said: Said, stage: Stage, live: LiveState, goal: Goal, now_ms: number): [Said, string[]] {
  if (stage === 'preview') {
    const bad = live.set_up.items.find((item) => !item.is_good);
    if (!bad) {
      const words = said.set_up_was_good || !live.set_up.is_good ? [] : ['Ready.'];
      return [{ ...said, set_up_was_good: live.set_up.is_good, set_up_at_ms: words.length ? now_ms : said.set_up_at_ms }, words];
    }
    if (now_ms - said.set_up_at_ms < kBetweenHints_ms) return [{ ...said, set_up_was_good: false }, []];
    return [{ ...said, set_up_was_good: false, set_up_at_ms: now_ms }, [bad.message]];
  }
  if (stage !== 'working' || live.stage !== 'working' || !goal.lowering_s) return [said, []];
  // The way down after the last rep is nobody's business.
  if (goal.reps && reps_done(live, goal) >= goal.reps) return [said, []];
  if (live.phase !== 'lower') return [said.lowering === 0 ? said : { ...said, lowering: 0 }, []];
  // The second that begins now; one that was missed isn't caught up with.
  const second = Math.floor(live.phase_s) + 1;
  if (second <= said.lowering || second > Math.round(goal.lowering_s)) return [said, []];
  const is_quiet = now_ms < said.quiet_until_ms;
  return [{ ...said, lowering: second }, is_quiet ? [] : [seconds[second - 1] ?? String(second)]];
}

// As the goal counts them: with each leg, it is the one that did fewer.
export function reps_done(live: LiveState, goal: Goal): number {
  return goal.is_each_leg ? Math.min(live.left_reps, live.right_reps) : live.reps;
}

// A cue was said now: about as long as a voice at its usual speed takes for it.
export function with_cue(said: Said, text: string, now_ms: number): Said {
  return { ...said, quiet_until_ms: now_ms + 350 + 60 * text.length };
}

// How far the guide of the lowering is, 0…1; null where there is none.
export function lowering_share(live: LiveState, goal: Goal): number | null {
  if (!goal.lowering_s) return null;
  return live.phase === 'lower' ? Math.min(1, live.phase_s / goal.lowering_s) : live.phase === 'bottom' ? 1 : 0;
}
