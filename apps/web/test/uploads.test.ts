import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../src/api';
import { make_uploads, type Clip } from '../src/result/uploads';
import type { Film } from '../src/types';

interface Going { name: string; share(part: number): void; arrive(): void; fail(error: Error): void }

function stage() {
  const sent: Going[] = [], kept: string[] = [], done: string[] = [];
  const uploads = make_uploads(
    (clip, on_share) => {
      let end!: { arrive(): void; fail(error: Error): void };
      const promise = new Promise<Film>((resolve, reject) => { end = { arrive: () => resolve({ id: clip.file.name } as Film), fail: reject }; });
      sent.push({ name: clip.file.name, share: on_share, ...end });
      return { done: promise, abort: () => end.fail(new ApiError(0, 'aborted', 'stopped')) };
    },
    (film) => kept.push(film.id),
  );
  uploads.listen({ changed: () => undefined, done: (film) => done.push(film.id) });
  const add = (name: string, person = 'anna') => uploads.add({ person, file: { name } as File, exercise: '', keep_video: false } satisfies Clip);
  return { uploads, sent, kept, done, add };
}
const settle = () => new Promise((then) => setTimeout(then, 0));

test('clips go one after the other, and tell when they have arrived', async () => {
  const { uploads, sent, kept, done, add } = stage();
  add('a');
  add('b', 'ben');
  await settle();
  assert.deepEqual(sent.map((s) => s.name), ['a']);
  sent[0]!.share(0.5);
  assert.deepEqual(uploads.rows().map((r) => [r.name, r.person, r.share, r.is_sending]), [['a', 'anna', 0.5, true], ['b', 'ben', 0, false]]);
  sent[0]!.arrive();
  await settle();
  assert.deepEqual(sent.map((s) => s.name), ['a', 'b']);
  assert.deepEqual([kept, done], [['a'], ['a']]);
  assert.ok(uploads.is_busy());
  sent[1]!.arrive();
  await settle();
  assert.equal(uploads.rows().length, 0);
  assert.ok(!uploads.is_busy());
});

test('a clip that is stopped while it waits is never sent', async () => {
  const { uploads, sent, add } = stage();
  add('a');
  add('b');
  add('c');
  await settle();
  uploads.stop(uploads.rows()[1]!.key);
  assert.deepEqual(uploads.rows().map((r) => r.name), ['a', 'c']);
  sent[0]!.arrive();
  await settle();
  assert.deepEqual(sent.map((s) => s.name), ['a', 'c']);
});

test('one that is stopped on its way makes room for the next', async () => {
  const { uploads, sent, done, add } = stage();
  add('a');
  add('b');
  await settle();
  uploads.stop(uploads.rows()[0]!.key);
  await settle();
  assert.deepEqual(uploads.rows().map((r) => r.name), ['b']);
  assert.deepEqual(sent.map((s) => s.name), ['a', 'b']);
  assert.deepEqual(done, []);
});

test('what failed stays with its reason until it is dismissed, and keeps nobody from closing the page', async () => {
  const { uploads, sent, add } = stage();
  add('a');
  uploads.add({ person: 'anna', file: { name: 'huge' } as File, exercise: '', keep_video: false }, 'too large');
  await settle();
  sent[0]!.fail(new ApiError(0, 'offline', 'not running'));
  await settle();
  assert.deepEqual(uploads.rows().map((r) => r.message), ['not running', 'too large']);
  assert.ok(!uploads.is_busy());
  for (const row of uploads.rows()) uploads.stop(row.key);
  assert.equal(uploads.rows().length, 0);
  assert.equal(sent.length, 1);
});
