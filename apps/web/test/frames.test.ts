import assert from 'node:assert/strict';
import { test } from 'node:test';
import { is_tight, make_frame_clock, packed_size, repack, sent_size, tight_layout } from '../src/live/frames';

test('planes of an odd size: chroma covers the last column and row', () => {
  assert.equal(packed_size('I420', 5, 3), 15 + 2 * 6);
  assert.equal(packed_size('NV12', 5, 3), 15 + 12);
  assert.equal(packed_size('RGBA', 5, 3), 60);
  assert.deepEqual(tight_layout('I420', 5, 3), [{ offset: 0, stride: 5 }, { offset: 15, stride: 3 }, { offset: 21, stride: 3 }]);
});

test('padding between rows and planes is taken out', () => {
  // 4 × 2 in I420: rows of 8, chroma rows of 4, a gap before the last plane.
  const source = new Uint8Array([1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8, 0, 0, 0, 0, 9, 10, 0, 0, 99, 99, 11, 12, 0, 0]);
  const layout = [{ offset: 0, stride: 8 }, { offset: 16, stride: 4 }, { offset: 22, stride: 4 }];
  assert.equal(is_tight(layout, 'I420', 4, 2), false);
  const out = repack(source, layout, 'I420', 4, 2, new Uint8Array(packed_size('I420', 4, 2)));
  assert.deepEqual([...out], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test('interleaved chroma keeps its pairs', () => {
  const source = new Uint8Array([1, 2, 3, 4, 0, 0, 5, 6, 7, 8, 0, 0, 20, 30, 21, 31, 0, 0]);
  const layout = [{ offset: 0, stride: 6 }, { offset: 12, stride: 6 }];
  assert.deepEqual([...repack(source, layout, 'NV12', 4, 2, new Uint8Array(12))], [1, 2, 3, 4, 5, 6, 7, 8, 20, 30, 21, 31]);
});

test('a tight layout is known as one', () => {
  for (const format of ['I420', 'NV12', 'BGRA'] as const) assert.ok(is_tight(tight_layout(format, 1280, 720), format, 1280, 720));
});

test('wide pictures are sent smaller, in their shape', () => {
  assert.deepEqual(sent_size(1280, 720), { width: 1280, height: 720 });
  assert.deepEqual(sent_size(1920, 1080), { width: 1280, height: 720 });
  assert.deepEqual(sent_size(3000, 1999), { width: 1280, height: 852 });
});

test('frames are timed by one clock, and always later than the one before', () => {
  const { time_of } = make_frame_clock();
  assert.equal(time_of({ captureTime: 5000.5, mediaTime: 1 }), 0);
  assert.equal(time_of({ captureTime: 5033.8334, mediaTime: 1.03 }), 33333);
  assert.equal(time_of({ captureTime: 5033.8334, mediaTime: 1.06 }), null); // the same picture again
  assert.equal(time_of({ mediaTime: 1.1 }), null); // the other clock runs apart
  assert.equal(time_of({ captureTime: 5100.5, mediaTime: 1.1 }), 100000);
});

test('without a capture time the media time counts', () => {
  const { time_of } = make_frame_clock();
  assert.equal(time_of({ mediaTime: 10 }), 0);
  assert.equal(time_of({ mediaTime: 10.04 }), 40000);
  assert.equal(time_of({ captureTime: 99, mediaTime: 10.08 }), 80000);
});

test('a pause takes no time: the set’s clock stands still while the page is hidden', () => {
  const { time_of, go_on } = make_frame_clock();
  assert.equal(time_of({ captureTime: 1000, mediaTime: 0 }), 0);
  assert.equal(time_of({ captureTime: 1040, mediaTime: 0 }), 40000);
  go_on();
  // The picture that stood there all the while isn't a new one.
  assert.equal(time_of({ captureTime: 1040, mediaTime: 0 }), null);
  assert.equal(time_of({ captureTime: 21040, mediaTime: 0 }), 73333);
  assert.equal(time_of({ captureTime: 21080, mediaTime: 0 }), 113333);
  // One that came sooner than pictures usually do is believed.
  go_on();
  assert.equal(time_of({ captureTime: 21090, mediaTime: 0 }), 123333);
});

test('a pause before the first picture changes nothing', () => {
  const { time_of, go_on } = make_frame_clock();
  go_on();
  assert.equal(time_of({ mediaTime: 10 }), 0);
  assert.equal(time_of({ mediaTime: 14 }), 4000000);
});
