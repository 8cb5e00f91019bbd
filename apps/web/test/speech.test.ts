import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowering_share, nothing_said, reps_done, with_cue, words_for, type Said } from '../src/live/speech';
import type { LiveState } from '../src/live/types';

function state(some: Partial<LiveState>): LiveState {
  return { stage: 'working', phase: 'none', phase_s: 0, set_up: { is_good: true, items: [] }, cues: [], ...some } as unknown as LiveState;
}
const bad = state({ stage: 'set_up', set_up: { is_good: false, items: [{ id: 'light', is_good: true, message: '' }, { id: 'level', is_good: false, message: 'Set it upright.' }] } });

test('the first thing that is wrong is said at most every five seconds', () => {
  let said: Said = nothing_said;
  const heard: string[] = [];
  for (let now_ms = 0; now_ms <= 12000; now_ms += 500) {
    const [next, words] = words_for(said, 'preview', bad, {}, now_ms);
    said = next;
    heard.push(...words.map((word) => `${now_ms} ${word}`));
  }
  assert.deepEqual(heard, ['0 Set it upright.', '5000 Set it upright.', '10000 Set it upright.']);
});

test('ready is said once', () => {
  const good = state({ stage: 'set_up' });
  const [said, words] = words_for(nothing_said, 'preview', good, {}, 0);
  assert.deepEqual(words, ['Ready.']);
  assert.deepEqual(words_for(said, 'preview', good, {}, 9000)[1], []);
});

test('the seconds of the lowering are counted, each once, down first', () => {
  let said: Said = nothing_said;
  const heard: string[] = [];
  const goal = { lowering_s: 4 };
  const run = (phase: LiveState['phase'], phase_s: number) => {
    const [next, words] = words_for(said, 'working', state({ phase, phase_s }), goal, 0);
    said = next;
    heard.push(...words);
  };
  for (let s = 0; s < 5.5; s += 0.25) run('lower', s);
  run('bottom', 0.1);
  run('lift', 0.5);
  run('lower', 0.1);
  assert.deepEqual(heard, ['down', 'two', 'three', 'four', 'down']);
});

test('a second that was missed isn’t caught up with', () => {
  assert.deepEqual(words_for(nothing_said, 'working', state({ phase: 'lower', phase_s: 2.2 }), { lowering_s: 4 }, 0)[1], ['three']);
});

test('the guide doesn’t break off a cue, nor count after the last rep', () => {
  const goal = { lowering_s: 4, reps: 3 };
  const said = with_cue(nothing_said, 'Count to four on the way down.', 1000);
  const [next, words] = words_for(said, 'working', state({ phase: 'lower', phase_s: 1.1, reps: 1 }), goal, 2000);
  assert.deepEqual(words, []);
  assert.deepEqual(words_for(next, 'working', state({ phase: 'lower', phase_s: 3.1, reps: 1 }), goal, 4000)[1], ['four']);
  assert.deepEqual(words_for(nothing_said, 'working', state({ phase: 'lower', phase_s: 1, reps: 3 }), goal, 0)[1], []);
});

test('without a goal for the lowering nothing is counted', () => {
  assert.deepEqual(words_for(nothing_said, 'working', state({ phase: 'lower', phase_s: 1 }), {}, 0)[1], []);
  assert.equal(lowering_share(state({ phase: 'lower', phase_s: 1 }), {}), null);
  assert.equal(lowering_share(state({ phase: 'lower', phase_s: 1 }), { lowering_s: 4 }), 0.25);
});

test('with each leg, as many are done as with the leg that did fewer', () => {
  const seven = state({ reps: 7, left_reps: 4, right_reps: 3 });
  assert.equal(reps_done(seven, { reps: 10, is_each_leg: true }), 3);
  assert.equal(reps_done(seven, { reps: 10 }), 7);
  const way_down = { ...seven, phase: 'lower' as const, phase_s: 1.1, left_reps: 3, right_reps: 4 };
  assert.deepEqual(words_for(nothing_said, 'working', way_down, { reps: 4, is_each_leg: true, lowering_s: 3 }, 0)[1], ['two']);
  assert.deepEqual(words_for(nothing_said, 'working', { ...way_down, left_reps: 4 }, { reps: 4, is_each_leg: true, lowering_s: 3 }, 0)[1], []);
});
