import assert from 'node:assert/strict';
import test from 'node:test';
import { new_session, reduce, type Kept, type Session, type SessionEvent } from '../src/parts/session';
import type { TrainingDay } from '../src/types';

const day: TrainingDay = {
  day: '2026-11-21', kind: 'training', rung: 'straight_legs', title: 'Both legs', exercise: 'double_leg_raise', warm_up_hollow_hold_s: 20,
  sets: 2, reps: 10, each_leg: false, tempo: '4-0-2-1', lowering_s: 4, pause_s: 0, rest_s: 90, turn_at_deg: 43, retest: false, lighter: false, sets_done: 0, because: [],
};
const kept = (set: number, how: Kept['how'] = 'hand'): Kept => ({ set, how, reps: 10, hold_s: null, rpe: 7, film: null });
const run = (s: Session, ...events: SessionEvent[]) => events.reduce(reduce, s);

test('from warm-up over the sets and the rest to the summary', () => {
  let s = run(new_session('a', day), { do: 'begin_hold', now: 0 }, { do: 'end_warm_up' }, { do: 'count_in', now: 0 }, { do: 'work', now: 5000 });
  assert.deepEqual(s.stage, { at: 'working', began_at: 5000, before_s: 0, is_paused: false });
  s = run(s, { do: 'stop', reps: 10, hold_s: null }, { do: 'kept', kept: kept(0), now: 100_000, rests_from: 100_000 });
  assert.deepEqual(s.stage, { at: 'rest', ends_at: 190_000, total_s: 90 });
  s = run(s, { do: 'more_rest' });
  assert.deepEqual(s.stage, { at: 'rest', ends_at: 220_000, total_s: 120 });
  s = run(s, { do: 'end_rest' }, { do: 'count_in', now: 0 }, { do: 'work', now: 0 }, { do: 'stop', reps: 9, hold_s: null });
  s = run(s, { do: 'kept', kept: kept(1), now: 0, rests_from: 0 });
  assert.equal(s.stage.at, 'summary');
  assert.equal(s.kept.length, 2);
});

test('nobody rests from a skipped set', () => {
  const s = run(new_session('a', day), { do: 'end_warm_up' }, { do: 'kept', kept: kept(0, 'skipped'), now: 0, rests_from: 0 });
  assert.equal(s.stage.at, 'ready');
  assert.equal(s.set, 1);
});

test('the time at the camera’s result is rest', () => {
  const s = run(new_session('a', day), { do: 'end_warm_up' }, { do: 'to_camera', now: 0 });
  assert.equal(run(s, { do: 'kept', kept: kept(0, 'camera'), now: 60_000, rests_from: 20_000 }).stage.at, 'rest');
  assert.equal(run(s, { do: 'kept', kept: kept(0, 'camera'), now: 200_000, rests_from: 20_000 }).stage.at, 'ready');
});

test('a session is gone on with where the day stands, without a second warm-up', () => {
  const s = new_session('a', { ...day, sets_done: 1 });
  assert.equal(s.set, 1);
  assert.equal(s.stage.at, 'ready');
  assert.equal(new_session('a', { ...day, sets_done: 2 }).sets, 3);
});

test('an event out of place changes nothing', () => {
  const s = new_session('a', day);
  assert.equal(run(s, { do: 'work', now: 0 }, { do: 'pause', at_s: 3 }, { do: 'end_rest' }), s);
});
