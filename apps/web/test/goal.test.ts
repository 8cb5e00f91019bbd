import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drop_goal, keep_goal, kept_goal } from '../src/live/goal';
import { kept } from './storage';

const goal = { exercise: 'double_leg_raise', reps: 8, lowering_s: 4, pause_s: 0, turn_at_deg: 43, hold_s: null, is_each_leg: false };

test('a goal is for one person and one day', () => {
  assert.equal(kept_goal('anna', '2026-11-21'), null);
  keep_goal(goal, 'anna', '2026-11-21');
  assert.deepEqual(kept_goal('anna', '2026-11-21'), goal);
  assert.equal(kept_goal('ben', '2026-11-21'), null);
  assert.equal(kept_goal('anna', '2026-11-22'), null);
  drop_goal();
  assert.equal(kept_goal('anna', '2026-11-21'), null);
});

test('what can’t be read, or says nobody’s name, is no goal', () => {
  kept.set('endrange.goal', '{');
  assert.equal(kept_goal('anna', '2026-11-21'), null);
  kept.set('endrange.goal', JSON.stringify(goal));
  assert.equal(kept_goal('anna', '2026-11-21'), null);
});
