import assert from 'node:assert/strict';
import test from 'node:test';
import { with_all, with_change, without, type OpenFilms } from '../src/parts/open_films';
import type { Film, FilmState } from '../src/types';

const film = (id: string, state: FilmState) => ({ id, state }) as Film;
const none: OpenFilms = new Map();

test('a film that was under way ends once', () => {
  const begun = with_change(none, film('a', 'queued'));
  assert.deepEqual([[...begun.open.keys()], begun.ended], [['a'], []]);
  const ended = with_change(begun.open, film('a', 'done'));
  assert.deepEqual([ended.open.size, ended.ended.map((f) => f.id)], [0, ['a']]);
  assert.deepEqual(with_change(ended.open, film('a', 'done')).ended, []);
});

test('one that ended while nobody listened is told of afterwards', () => {
  const before = with_change(with_change(none, film('a', 'analysing')).open, film('b', 'queued')).open;
  const after = with_all(before, [film('c', 'queued'), film('b', 'drawing'), film('a', 'failed'), film('old', 'done')]);
  assert.deepEqual([...after.open.keys()], ['c', 'b']);
  assert.deepEqual(after.ended.map((f) => f.id), ['a']);
});

test('a deleted film neither stays nor ends', () => {
  const before = with_change(none, film('a', 'analysing')).open;
  assert.equal(without(before, 'a').size, 0);
  assert.deepEqual(with_all(before, []), { open: new Map(), ended: [] });
});
