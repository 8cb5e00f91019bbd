// The guided session as a machine: stages and what leads from one to the next. Pure; kept in sessionStorage, so that
// a reload, or a set on the page with the camera, comes back to where one was.
import type { Film, Goal, TrainingDay } from '../types';
import { guide_of, rep_start } from './timeline';

export type Stage =
  | { at: 'warm_up'; ends_at: number | null } // null: not begun
  | { at: 'ready' }
  | { at: 'count_in'; ends_at: number }
  | { at: 'working'; began_at: number; before_s: number; is_paused: boolean } // began_at: of this stretch
  | { at: 'camera'; left_at: number }
  | { at: 'after'; reps: number; hold_s: number | null }
  | { at: 'rest'; ends_at: number; total_s: number }
  | { at: 'summary' };

export interface Kept {
  set: number; // from 0
  how: 'hand' | 'camera' | 'skipped';
  reps: number | null;
  hold_s: number | null;
  rpe: number | null;
  film: string | null;
}

export interface Session {
  person: string;
  day: TrainingDay;
  sets: number;
  set: number; // the one at hand, from 0
  is_in_turn: boolean;
  stage: Stage;
  kept: Kept[];
}

export type SessionEvent =
  | { do: 'begin_hold'; now: number }
  | { do: 'end_warm_up' }
  | { do: 'count_in'; now: number }
  | { do: 'work'; now: number }
  | { do: 'break_off'; now: number } // what is under way stops, and can be begun or gone on with later
  | { do: 'go_on'; now: number }
  | { do: 'stop'; reps: number; hold_s: number | null }
  | { do: 'back_to_ready' }
  | { do: 'to_camera'; now: number }
  | { do: 'kept'; kept: Kept; now: number; rests_from: number }
  | { do: 'filmed'; kept: Kept[]; now: number; rests_from: number } // one or more, in time order
  | { do: 'more_rest' }
  | { do: 'end_rest' }
  | { do: 'finish' }
  | { do: 'in_turn'; is_in_turn: boolean };

export const kGetReady_s = 5;

export function new_session(person: string, day: TrainingDay): Session {
  return {
    person, day,
    // Who has done all that was asked for, and wants more, gets one more.
    sets: Math.max(day.sets, day.sets_done + 1),
    set: day.sets_done,
    is_in_turn: false,
    stage: day.warm_up_hollow_hold_s > 0 && day.sets_done === 0 ? { at: 'warm_up', ends_at: null } : { at: 'ready' },
    kept: [],
  };
}

export const goal_of = (day: TrainingDay): Goal => ({
  exercise: day.exercise,
  reps: day.reps ?? null,
  lowering_s: day.lowering_s,
  pause_s: day.pause_s,
  turn_at_deg: day.turn_at_deg,
  hold_s: day.hold_s ?? null,
  is_each_leg: day.each_leg,
});

function after_set(s: Session, kept: Kept, now: number, rests_from: number): Session {
  const all = [...s.kept, kept];
  const next = { ...s, kept: all, set: s.set + 1 };
  if (next.set >= s.sets) return { ...next, stage: { at: 'summary' } };
  // Nobody rests from a set that wasn't done; nor longer for having read its result.
  const total_s = s.day.rest_s ?? 0;
  const ends_at = rests_from + 1000 * total_s;
  const is_rested = kept.how === 'skipped' || ends_at <= now;
  return { ...next, stage: is_rested ? { at: 'ready' } : { at: 'rest', ends_at, total_s } };
}

// A guide goes on with the rep that was under way; a hold, a warm-up and a count-in begin again.
function broken_off(s: Session, now: number): Session {
  const { stage } = s;
  if (stage.at === 'warm_up' && stage.ends_at !== null) return { ...s, stage: { at: 'warm_up', ends_at: null } };
  if (stage.at === 'count_in') return { ...s, stage: { at: 'ready' } };
  if (stage.at !== 'working' || stage.is_paused) return s;
  const at_s = stage.before_s + Math.max(0, now - stage.began_at) / 1000;
  const before_s = s.day.hold_s !== undefined ? at_s : rep_start(guide_of(s.day, s.is_in_turn), at_s);
  return { ...s, stage: { ...stage, before_s, is_paused: true } };
}

export function reduce(s: Session, e: SessionEvent): Session {
  const to = (stage: Stage): Session => ({ ...s, stage });
  const stage = s.stage;
  switch (e.do) {
    case 'begin_hold':
      return stage.at === 'warm_up'
        ? to({ at: 'warm_up', ends_at: e.now + 1000 * (kGetReady_s + s.day.warm_up_hollow_hold_s) }) : s;
    case 'end_warm_up': return stage.at === 'warm_up' ? to({ at: 'ready' }) : s;
    case 'count_in': return stage.at === 'ready' ? to({ at: 'count_in', ends_at: e.now + 1000 * kGetReady_s }) : s;
    case 'work': return stage.at === 'count_in' ? to({ at: 'working', began_at: e.now, before_s: 0, is_paused: false }) : s;
    case 'break_off': return broken_off(s, e.now);
    case 'go_on': return stage.at === 'working' ? to({ ...stage, began_at: e.now, is_paused: false }) : s;
    case 'stop':
      return stage.at === 'working' || stage.at === 'ready' ? to({ at: 'after', reps: e.reps, hold_s: e.hold_s }) : s;
    case 'back_to_ready': return to({ at: 'ready' });
    case 'to_camera': return stage.at === 'ready' ? to({ at: 'camera', left_at: e.now }) : s;
    case 'kept': return after_set(s, e.kept, e.now, e.rests_from);
    case 'filmed': return e.kept.reduce((now, kept) => after_set(now, { ...kept, set: now.set }, e.now, e.rests_from), s);
    case 'more_rest':
      return stage.at === 'rest' ? to({ ...stage, ends_at: stage.ends_at + 30_000, total_s: stage.total_s + 30 }) : s;
    case 'end_rest': return stage.at === 'rest' ? to({ at: 'ready' }) : s;
    case 'finish': return to({ at: 'summary' });
    case 'in_turn': return { ...s, is_in_turn: e.is_in_turn };
  }
}

const kKey = 'endrange.player';

export function saved_session(person: string, today: string): Session | null {
  try {
    const s = JSON.parse(sessionStorage.getItem(kKey) ?? 'null') as Session | null;
    if (s === null || s.person !== person || typeof s.stage?.at !== 'string') return null;
    // What was left lying yesterday isn't today's session; its sets are kept.
    if (s.day.day < today) return null;
    // The page was gone for a while: a guide that ran on by itself would count what nobody did. As a page goes it notes
    // how far one was; where it couldn't, the stretch that was under way begins again.
    return s.stage.at === 'working' ? { ...s, stage: { ...s.stage, is_paused: true } } : reduce(s, { do: 'break_off', now: 0 });
  } catch {
    return null;
  }
}

export function save_session(s: Session | null): void {
  if (s === null) {
    sessionStorage.removeItem(kKey);
    sessionStorage.removeItem(kSetEnds);
  } else {
    sessionStorage.setItem(kKey, JSON.stringify(s));
  }
}

// When live sets ended: a film knows only when it began.
const kSetEnds = 'endrange.set_ends';

function set_ends(): Record<string, number> {
  try {
    return JSON.parse(sessionStorage.getItem(kSetEnds) ?? '{}') as Record<string, number>;
  } catch {
    return {};
  }
}

export function note_set_end(film: string, at_ms: number): void {
  sessionStorage.setItem(kSetEnds, JSON.stringify({ ...set_ends(), [film]: at_ms }));
}

export function set_end_of(film: Film): number {
  return set_ends()[film.id] ?? Date.parse(film.added);
}
