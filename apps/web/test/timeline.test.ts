import assert from 'node:assert/strict';
import test from 'node:test';
import { countdown_word, moment_at, rep_start, timeline } from '../src/parts/timeline';

const tempo = { lower_s: 4, bottom_s: 2, lift_s: 2, top_s: 1 };
const both = timeline({ reps: 3, tempo, is_each_leg: false, is_in_turn: false });

test('a rep is told in its tempo', () => {
  const first = both.cues.filter((c) => c.at_s < 9).map((c) => [c.at_s, c.say]);
  assert.deepEqual(first, [[0, 'down'], [1, 'two'], [2, 'three'], [3, 'four'], [4, 'hold'], [5, 'two'], [6, 'up'], [8, 'top. 1']]);
  assert.equal(both.length_s, 27);
});

test('the last rep is announced, and its end', () => {
  const says = both.cues.map((c) => c.say);
  assert.ok(says.includes('last one, down'));
  assert.equal(says.at(-1), '3. Done');
  assert.equal(timeline({ reps: 1, tempo, is_each_leg: false, is_in_turn: false }).cues[0]!.say, 'down');
});

test('without pause nothing is said at the bottom', () => {
  const line = timeline({ reps: 1, tempo: { ...tempo, bottom_s: 0 }, is_each_leg: false, is_in_turn: false });
  assert.ok(!line.cues.some((c) => c.say === 'hold'));
  assert.ok(!line.spans.some((s) => s.phase === 'bottom'));
});

test('reps count when the leg is up again', () => {
  assert.equal(moment_at(both, 7.9).done, 0);
  assert.equal(moment_at(both, 8).done, 1);
  assert.equal(moment_at(both, 26).done, 3);
  assert.equal(moment_at(both, 27).phase, 'over');
});

test('the leg goes from top to turn and back', () => {
  assert.equal(moment_at(both, 0).height, 1);
  assert.equal(moment_at(both, 2).height, 0.5);
  assert.equal(moment_at(both, 5).height, 0);
  assert.equal(moment_at(both, 7).height, 0.5);
  assert.equal(moment_at(both, 2.5).count, 3);
});

test('one leg and the other: a rep is both of them', () => {
  const line = timeline({ reps: 2, tempo, is_each_leg: true, is_in_turn: false });
  assert.deepEqual(line.spans.filter((s) => s.phase === 'lower').map((s) => s.side), ['left', 'right', 'left', 'right']);
  assert.equal(line.cues[0]!.say, 'left, down');
  assert.equal(moment_at(line, 9).done, 0);
  assert.equal(moment_at(line, 18).done, 1);
  // The count is heard once for both legs.
  assert.deepEqual(line.cues.filter((c) => /^top/.test(c.say)).map((c) => c.say), ['top', 'top. 1', 'top']);
});

test('all of one leg first: the change of sides has its time and is told', () => {
  const line = timeline({ reps: 2, tempo, is_each_leg: true, is_in_turn: true });
  const change = line.spans.find((s) => s.phase === 'switch')!;
  assert.equal(change.from_s, 18);
  assert.equal(line.cues.find((c) => c.say === 'switch sides')!.at_s, 18);
  assert.equal(moment_at(line, 20).side, 'right');
  assert.equal(line.length_s, 4 * 9 + (change.to_s - change.from_s));
});

test('after a break the rep begins again', () => {
  assert.equal(rep_start(both, 14), 9);
  assert.equal(rep_start(both, 0), 0);
});

test('clocks are told at few seconds', () => {
  const told = Array.from({ length: 90 }, (_, i) => 90 - i).filter((s) => countdown_word(s, 90) !== '');
  assert.deepEqual(told, [30, 10, 3, 2, 1]);
  assert.equal(countdown_word(10, 15), '');
});
