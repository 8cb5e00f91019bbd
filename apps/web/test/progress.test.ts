import assert from 'node:assert/strict';
import test from 'node:test';
import { calendar } from '../src/parts/calendar';
import { deg_range, trend_sentence, trends } from '../src/parts/trend';
import { days_later, plain, tempo_from, tempo_words, when } from '../src/parts/words';
import type { EndRange, HistoryDay } from '../src/types';

const none: EndRange = { status: 'not_measured', deg: null, low_deg: null, high_deg: null, lowest_held_deg: null };
const found = (deg: number, off: number): EndRange => ({ status: 'found', deg, low_deg: deg - off, high_deg: deg + off, lowest_held_deg: null });
const row = (day: string, end_range: EndRange, more: Partial<HistoryDay> = {}): HistoryDay => ({
  day, exercise: 'Double straight-leg raise', sets: 1, reps: 10, skipped: 0, hold_s: null, lowering_s: 3.5, control_score: 1, rpe: 7,
  measured: end_range.status !== 'not_measured', end_range, ...more,
});

test('points are what was measured, and what was held is no end range', () => {
  const held: EndRange = { ...none, status: 'not_reached', lowest_held_deg: 12 };
  const [line] = trends([row('2026-11-16', found(38, 2)), row('2026-11-17', none), row('2026-11-19', held)]);
  assert.deepEqual(line!.points.map((p) => [p.day, p.deg, p.held_deg]), [['2026-11-16', 38, null], ['2026-11-19', null, 12]]);
  assert.deepEqual(deg_range(line!.points), [10, 40]);
});

test('a change is one when the intervals can’t explain it', () => {
  const [real] = trends([row('2026-11-16', found(38, 2)), row('2026-11-19', found(27, 2))]);
  assert.match(trend_sentence(real!, '2026-11-21'), /^From 38° on 16 Nov to 27° on 19 Nov: 11° lower, more than/);
  const [small] = trends([row('2026-11-16', found(38, 4)), row('2026-11-19', found(35, 4))]);
  assert.match(trend_sentence(small!, '2026-11-21'), /no change yet\.$/);
  assert.equal(trend_sentence(trends([row('2026-11-16', found(38, 2))])[0]!, '2026-11-21'), '');
});

test('twelve weeks end with this one, Monday first', () => {
  const days = [row('2026-11-16', found(38, 2)), row('2026-11-19', none), row('2026-11-20', none, { sets: 0, skipped: 1 })];
  const felt = [{ at: '2026-11-20T09:00:00+01:00', kind: 'pain', pain: 5, place: '', note: '' }];
  const { rows, months } = calendar('2026-11-21', 12, days, felt);
  const last = rows.map((r) => r[11]!);
  assert.deepEqual(last.map((d) => d.day), Array.from({ length: 7 }, (_, i) => days_later('2026-11-16', i)));
  assert.deepEqual(last.map((d) => d.mark), ['measured', 'none', 'none', 'hand', 'skipped', 'none', 'ahead']);
  assert.ok(last[4]!.is_felt);
  assert.match(last[0]!.text, /^Mon,? 16 Nov: Double straight-leg raise, 1 set, 10 reps, measured$/);
  assert.equal(months.reduce((n, m) => n + m.weeks, 0), 12);
});

test('days across the change of the clocks', () => {
  assert.equal(days_later('2026-10-24', 2), '2026-10-26');
  assert.equal(days_later('2026-03-01', -1), '2026-02-28');
  assert.equal(when('2026-11-22', '2026-11-21'), 'tomorrow');
  assert.equal(when('2026-11-24', '2026-11-21'), 'on Tuesday');
});

test('the coach’s sentences lose their commands and get days that people say', () => {
  assert.equal(plain('Film one set of what you do now with `endrange analyze CLIP --journal`: it may place you higher.', '2026-11-21'),
    'Film one set of what you do now: it may place you higher.');
  assert.equal(plain('Your floor on 2026-11-16 was 38°.', '2026-11-21'), 'Your floor on 16 Nov was 38°.');
});

test('tempo in words', () => {
  assert.equal(tempo_words(tempo_from('4-0-2-1')!), '4 s down, no pause, 2 s up, 1 s at the top');
  assert.equal(tempo_from('4-?-2-1'), null);
  assert.equal(tempo_from(null), null);
});
