import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Analysis } from '../src/result/types';
import { band_text, criterion_mm, end_range_title, headline, median_tempo, spoken_result } from '../src/result/words';
import type { EndRange } from '../src/types';
import { counted, decimal_from, duration, end_range_words, held_text, number_text, spoken_duration } from '../src/words';

const rep = (lower: [number, number] | null) => ({ phases: { lower, bottom: [1, 1.5], lift: [2, 3.5], top: null } });
const a = {
  exercise: { id: 'double_leg_raise' }, sides: 'both', reps: [rep([0, 2]), rep([0, 4]), rep(null)], holds: [], partial_reps: [],
  view: { usability: 'yes', posture: 'lying' },
  end_range: { status: 'found', deg: 37.8, low_deg: 35.6, high_deg: 39.7, lowest_held_deg: null, control_score: 0, criterion: 'lumbar lift > 5.5 mm for 0.15 s', reason: null },
  advice: { cue: 'Stop a little higher.' },
} as unknown as Analysis;
const with_range = (end_range: object): Analysis => ({ ...a, end_range: { ...a.end_range, ...end_range } });

test('unknown is a dash, and what rounds to nothing has no sign', () => {
  assert.equal(number_text(null), '–');
  assert.equal(number_text(-0.04, 1, ' mm'), '0.0 mm');
  assert.equal(number_text(-3, 0, '°'), '−3°');
  assert.equal(band_text({ low: 70, high: 70.2 }, ' N'), '70 N');
  assert.equal(band_text(null, ' N'), '–');
});

test('tempo is the median of each phase; a phase that was never seen is a question mark', () => {
  assert.equal(median_tempo(a), '3.0-0.5-1.5-?');
});

test('the end range in its three states', () => {
  assert.equal(end_range_title(a), '38° (36° to 40°)');
  assert.equal(end_range_title(with_range({ status: 'not_reached', lowest_held_deg: 22 })), 'Not reached: the back held down to 22°');
  assert.equal(end_range_title(with_range({ status: 'not_measured', reason: 'an arm hides it' })), 'Not measured: an arm hides it');
  assert.equal(held_text(-2), 'all the way down');
  assert.equal(held_text(null), 'as far down as the legs went');
  assert.equal(criterion_mm(a), 5.5);
});

test('what is said after a set', () => {
  assert.equal(spoken_result(a), 'End range 38 degrees. Stop a little higher.');
  assert.equal(spoken_result({ ...with_range({ status: 'not_reached', lowest_held_deg: 22 }), advice: { ...a.advice, cue: null } }), 'Your back held down to 22 degrees.');
});

test('a headline names reps, or holds, or that there is nothing', () => {
  const titles = () => 'Double straight-leg raise';
  assert.equal(headline(a, titles), '3 reps of double straight-leg raise');
  assert.equal(headline({ ...a, reps: [] }, titles), 'No complete rep was found');
  const holds = [{ start_s: 1, end_s: 9.5 }] as unknown as Analysis['holds'];
  assert.equal(headline({ ...a, reps: [], holds }, () => 'Hollow-body hold'), 'Hollow-body hold, held for 8.5 s');
});

test('a length of time, read and heard', () => {
  assert.deepEqual([20, 89.4, 90, 119.7, 125].map(duration), ['20 s', '89 s', '1 min 30 s', '2 min', '2 min 5 s']);
  assert.deepEqual([1, 75, 90, 121].map(spoken_duration), ['1 second', '75 seconds', '1 minute 30 seconds', '2 minutes 1 second']);
  assert.equal(counted(1, 'rep'), '1 rep');
});

test('a number as it was typed', () => {
  assert.deepEqual([' ', '2,5', '5 kg'].map(decimal_from), [null, 2.5, NaN]);
});

test('an end range in a cell of a table', () => {
  const e: EndRange = { status: 'found', deg: 37.8, low_deg: 35.6, high_deg: 39.7, lowest_held_deg: null };
  assert.equal(end_range_words(e), '38° (36–40)');
  assert.equal(end_range_words({ ...e, status: 'not_reached', lowest_held_deg: 22 }), 'held down to 22°');
  assert.equal(end_range_words({ ...e, status: 'not_measured' }), '–');
  assert.equal(end_range_words(null), '–');
});
