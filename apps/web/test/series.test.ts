import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse_series, rep_curves, row_at } from '../src/result/series';

const text = 'at_s,frame,phase,left_leg_elevation_deg,lumbar_lift_mm\n0.0000,0,top,86.31,\n0.0333,1,lower,,0.5\n0.0667,2,lower,80.00,-1.25\n';

test('an empty cell is unknown, never 0', () => {
  const series = parse_series(text);
  assert.equal(series.rows, 3);
  assert.deepEqual(series.at_s, [0, 0.0333, 0.0667]);
  assert.deepEqual(series.column('left_leg_elevation_deg'), [86.31, null, 80]);
  assert.deepEqual(series.column('lumbar_lift_mm'), [null, 0.5, -1.25]);
  assert.deepEqual(series.phase, ['top', 'lower', 'lower']);
});

test('a column that isn’t there is unknown throughout', () => {
  const series = parse_series(text);
  assert.equal(series.has('floor_gap_mm'), false);
  assert.deepEqual(series.column('floor_gap_mm'), [null, null, null]);
  assert.deepEqual(series.breath_phase, []);
});

test('lines may end in CR LF; a file without rows has none', () => {
  assert.equal(parse_series(text.replaceAll('\n', '\r\n')).column('lumbar_lift_mm')[2], -1.25);
  const empty = parse_series('at_s,frame\n');
  assert.equal(empty.rows, 0);
  assert.equal(row_at(empty, 1), -1);
});

test('the nearest row, at the ends and between', () => {
  const series = parse_series(text);
  assert.equal(row_at(series, -1), 0);
  assert.equal(row_at(series, 0.016), 0);
  assert.equal(row_at(series, 0.018), 1);
  assert.equal(row_at(series, 9), 2);
});

test('reps are laid over one another from where they set off', () => {
  const [curve] = rep_curves(parse_series(text), 'lumbar_lift_mm', [{ index: 4, from_s: 0.0333, to_s: 1 }]);
  assert.equal(curve!.index, 4);
  assert.equal(curve!.x[0], 0);
  assert.deepEqual(curve!.y, [0.5, -1.25]);
});
