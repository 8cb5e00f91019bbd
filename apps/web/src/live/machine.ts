// What the live page is doing, as one pure function: reduce(state, event). The page does what a change of stage asks for.
import type { Camera } from './camera';
import type { Cue, Finished, LiveState } from './types';

export type Stage = 'off' | 'asking' | 'refused' | 'preview' | 'countdown' | 'working' | 'finishing' | 'summary' | 'failed';

export interface State {
  stage: Stage;
  message: string | null; // of refused and failed
  camera: Camera | null;
  live_id: string | null;
  live: LiveState | null; // the newest answer
  cues: Cue[]; // all of the set so far: a newer answer mustn't take away what an older one had to say
  has_done: boolean; // a rep or a hold of this set was seen, which mustn't be lost
  held_s: number | null; // the newest hold of the set, also when it is over
  is_unfinished: boolean; // failed, with a set at the server that may still be worked out
  asked: number; // how often the camera was asked for
  starts_itself: boolean;
  delay_s: number;
  countdown_until_ms: number | null;
  is_countdown_automatic: boolean;
  left_s: number | null; // of the countdown, whole seconds
  good_since_ms: number | null;
  is_hidden: boolean;
  finished: Finished | null;
}

export type Event =
  | { kind: 'open' }
  | { kind: 'camera'; camera: Camera }
  | { kind: 'refused'; message: string }
  | { kind: 'session'; id: string }
  | { kind: 'answer'; live: LiveState; now_ms: number }
  | { kind: 'start'; now_ms: number }
  | { kind: 'tick'; now_ms: number }
  | { kind: 'cancel' }
  | { kind: 'stop' }
  | { kind: 'finished'; finished: Finished }
  | { kind: 'failed'; message: string; is_offline?: boolean }
  | { kind: 'finish_again' }
  | { kind: 'hidden'; is_hidden: boolean }
  | { kind: 'options'; starts_itself?: boolean; delay_s?: number };

// Everything must have been good for this long before a set starts by itself: shorter, and it starts while one lies down.
export const kGoodFor_ms = 2000;

export function first_state(options: { starts_itself: boolean; delay_s: number }): State {
  return {
    stage: 'off', message: null, camera: null, live_id: null, live: null, cues: [],
    has_done: false, held_s: null, is_unfinished: false, asked: 0,
    starts_itself: options.starts_itself, delay_s: options.delay_s,
    countdown_until_ms: null, is_countdown_automatic: false, left_s: null, good_since_ms: null,
    is_hidden: false, finished: null,
  };
}

function counting_down(state: State, now_ms: number, is_automatic: boolean): State {
  return {
    ...state, stage: 'countdown', countdown_until_ms: now_ms + 1000 * state.delay_s,
    is_countdown_automatic: is_automatic, left_s: state.delay_s,
  };
}

function back_to_preview(state: State): State {
  return { ...state, stage: 'preview', countdown_until_ms: null, left_s: null, good_since_ms: null };
}

function answered(state: State, live: LiveState, now_ms: number): State {
  const good_since_ms = live.set_up.is_good ? (state.good_since_ms ?? now_ms) : null;
  const is_set = state.stage === 'working' && live.stage !== 'set_up';
  const next = {
    ...state, live, good_since_ms,
    cues: is_set && live.cues.length > 0 ? [...state.cues, ...live.cues] : state.cues,
    has_done: state.has_done || (is_set && (live.reps > 0 || (live.hold_s ?? 0) > 0)),
    held_s: is_set ? (live.hold_s ?? state.held_s) : state.held_s,
  };
  if (state.stage === 'working' && live.stage === 'ended') return { ...next, stage: 'finishing' };
  const is_ready = good_since_ms !== null && now_ms - good_since_ms >= kGoodFor_ms;
  if (state.stage === 'preview' && state.starts_itself && is_ready) return counting_down(next, now_ms, true);
  // Who pressed Start may still be lying down; what started by itself stops when the picture is no longer good.
  if (state.stage === 'countdown' && state.is_countdown_automatic && good_since_ms === null) return back_to_preview(next);
  return next;
}

export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case 'open':
      return { ...first_state(state), is_hidden: state.is_hidden, stage: 'asking', asked: state.asked + 1 };
    case 'camera':
      return state.stage === 'asking' ? { ...state, camera: event.camera } : state;
    case 'refused':
      return { ...state, stage: 'refused', message: event.message };
    case 'session':
      return state.stage === 'asking' ? { ...state, stage: 'preview', live_id: event.id } : state;
    case 'answer':
      return state.live_id === null ? state : answered(state, event.live, event.now_ms);
    case 'start':
      return state.stage === 'preview' ? counting_down(state, event.now_ms, false) : state;
    case 'tick': {
      if (state.stage !== 'countdown' || state.countdown_until_ms === null) return state;
      const left_ms = state.countdown_until_ms - event.now_ms;
      if (left_ms <= 0) return { ...state, stage: 'working', countdown_until_ms: null, left_s: null };
      const left_s = Math.ceil(left_ms / 1000);
      return left_s === state.left_s ? state : { ...state, left_s };
    }
    case 'cancel':
      return state.stage === 'countdown' ? back_to_preview(state) : state;
    case 'stop':
      if (state.stage === 'working') return { ...state, stage: 'finishing' };
      return state.stage === 'countdown' ? back_to_preview(state) : state;
    case 'finished':
      return state.stage === 'finishing' ? { ...state, stage: 'summary', finished: event.finished } : state;
    case 'failed':
      if (state.stage === 'summary') return state;
      // What was done up to then is the lifter's: it is worked out as if it had been stopped.
      if (state.stage === 'working' && state.has_done) return { ...state, stage: 'finishing' };
      return {
        ...state, stage: 'failed', message: event.message,
        is_unfinished: state.stage === 'finishing' && state.live_id !== null && event.is_offline === true,
      };
    case 'finish_again':
      return state.stage === 'failed' && state.is_unfinished ? { ...state, stage: 'finishing', message: null } : state;
    case 'hidden':
      // A hidden tab sees nothing: a countdown that runs out there would start an empty set.
      return { ...(event.is_hidden && state.stage === 'countdown' ? back_to_preview(state) : state), is_hidden: event.is_hidden };
    case 'options':
      return {
        ...state, good_since_ms: null,
        starts_itself: event.starts_itself ?? state.starts_itself, delay_s: event.delay_s ?? state.delay_s,
      };
  }
}

// Stages in which the camera runs and the server has a set open.
export function is_filming(stage: Stage): boolean {
  return stage === 'preview' || stage === 'countdown' || stage === 'working';
}

// What becomes of the server's set when the page is left.
export function on_leaving(state: State): 'finish' | 'drop' | 'nothing' {
  if (state.live_id === null) return 'nothing';
  if (state.is_unfinished || (state.stage === 'working' && state.has_done)) return 'finish';
  return is_filming(state.stage) ? 'drop' : 'nothing';
}
