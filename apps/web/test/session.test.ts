import assert from 'node:assert/strict';
import test from 'node:test';
import { new_session, note_set_end, reduce, save_session, saved_session, set_end_of, type Kept, type Session, type SessionEvent } from '../src/parts/session';
import type { Film, TrainingDay } from '../src/types';

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
  assert.equal(run(s, { do: 'work', now: 0 }, { do: 'break_off', now: 3000 }, { do: 'end_rest' }), s);
});

test('who breaks off a set goes on with the rep that was under way', () => {
  const at_work = run(new_session('a', day), { do: 'end_warm_up' }, { do: 'count_in', now: 0 }, { do: 'work', now: 0 });
  // A rep of 4-0-2-1 takes 7 s: 16 s are in the third.
  const s = run(at_work, { do: 'break_off', now: 16_000 });
  assert.deepEqual(s.stage, { at: 'working', began_at: 0, before_s: 14, is_paused: true });
  assert.equal(run(s, { do: 'break_off', now: 60_000 }), s);
  const later = run(s, { do: 'go_on', now: 100_000 }, { do: 'break_off', now: 108_000 });
  assert.equal(later.stage.at === 'working' && later.stage.before_s, 21);
});

test('a count-in and a warm-up that are broken off begin again', () => {
  const warm = run(new_session('a', day), { do: 'begin_hold', now: 0 });
  assert.deepEqual(run(warm, { do: 'break_off', now: 9000 }).stage, { at: 'warm_up', ends_at: null });
  const counted_in = run(new_session('a', day), { do: 'end_warm_up' }, { do: 'count_in', now: 0 });
  assert.equal(run(counted_in, { do: 'break_off', now: 2000 }).stage.at, 'ready');
});

test('two sets filmed in a row are two sets', () => {
  const s = run(new_session('a', { ...day, sets: 3 }), { do: 'end_warm_up' }, { do: 'to_camera', now: 0 });
  const both = [kept(0, 'camera'), { ...kept(0, 'camera'), film: 'b' }];
  const after = run(s, { do: 'filmed', kept: both, now: 200_000, rests_from: 190_000 });
  assert.deepEqual(after.kept.map((k) => [k.set, k.film]), [[0, null], [1, 'b']]);
  assert.deepEqual([after.set, after.stage], [2, { at: 'rest', ends_at: 280_000, total_s: 90 }]);
  assert.equal(run(after, { do: 'to_camera', now: 0 }, { do: 'filmed', kept: both, now: 0, rests_from: 0 }).stage.at, 'summary');
});

test('the rest counts from a live set’s end, which the camera’s page has noted', () => {
  const store = new Map<string, string>();
  Object.assign(globalThis, {
    sessionStorage: { getItem: (k: string) => store.get(k) ?? null, setItem: (k: string, v: string) => store.set(k, v), removeItem: (k: string) => store.delete(k) },
  });
  const film = { id: 'f', added: '2026-11-21T10:00:00Z' } as Film;
  assert.equal(set_end_of(film), Date.parse(film.added));
  note_set_end('e', 5);
  note_set_end('f', Date.parse(film.added) + 70_000);
  assert.equal(set_end_of(film) - Date.parse(film.added), 70_000);
  assert.equal(set_end_of({ ...film, id: 'e' }), 5);
  save_session(null);
  assert.equal(set_end_of(film), Date.parse(film.added));
});

test('a session comes back paused where it was left', () => {
  const s = run(new_session('a', day), { do: 'end_warm_up' }, { do: 'count_in', now: 0 });
  save_session(run(s, { do: 'work', now: 0 }, { do: 'break_off', now: 16_000 }));
  const back = saved_session('a', day.day)!;
  assert.deepEqual(back.stage, { at: 'working', began_at: 0, before_s: 14, is_paused: true });
  save_session(s);
  assert.equal(saved_session('a', day.day)!.stage.at, 'ready');
  assert.equal(saved_session('b', day.day), null);
  assert.equal(saved_session('a', '2026-11-22'), null);
  save_session(null);
});
