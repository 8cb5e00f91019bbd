import assert from 'node:assert/strict';
import { test } from 'node:test';
import { file_of, forget_file, forget_files_of, is_same_file, remember_file, show_file } from '../src/result/files';
import { kept } from './storage';

const file = (name: string, size: number) => ({ name, size, lastModified: 7 }) as File;

test('the file that was sent is known again, and the wrong one each time', () => {
  assert.equal(is_same_file('f1', file('set.mp4', 10)), null);
  remember_file('f1', 'anna', file('set.mp4', 10));
  assert.equal(is_same_file('f1', file('set.mp4', 10)), true);
  show_file('f1', file('other.mp4', 11));
  assert.equal(file_of('f1')?.name, 'other.mp4');
  assert.equal(is_same_file('f1', file('other.mp4', 11)), false);
});

test('nothing is left of a film that is deleted, nor of a person’s', () => {
  remember_file('f1', 'anna', file('a.mp4', 1));
  remember_file('f2', 'ben', file('b.mp4', 2));
  remember_file('f3', 'anna', file('c.mp4', 3));
  assert.ok(![...kept.values()].join().includes('mp4'), 'no names are kept');
  forget_file('f1');
  assert.equal(file_of('f1'), null);
  assert.equal(is_same_file('f1', file('a.mp4', 1)), null);
  forget_files_of('anna');
  assert.equal(file_of('f3'), null);
  assert.equal(is_same_file('f2', file('b.mp4', 2)), true);
  forget_files_of('ben');
  assert.equal(kept.size, 0);
});
