import { test } from 'node:test';
import assert from 'node:assert/strict';
import { packed_size, tight_layout } from '../src/live/frames';
import { make_shrinker } from '../src/live/shrink';

test('a larger picture is shrunk by the mean of what each pixel covers, chroma of its own', () => {
  // 6 × 6 to 4 × 4: of each three pixels two, of one and a half each.
  const source = new Uint8Array(packed_size('I420', 6, 6));
  for (let y = 0; y < 6; ++y) for (let x = 0; x < 6; ++x) source[6 * y + x] = 30 * x + 3 * y;
  source.fill(90, 36, 45);
  source.fill(200, 45, 54);
  const out = make_shrinker()(source, tight_layout('I420', 6, 6), 'I420', { width: 6, height: 6 }, { width: 4, height: 4 },
    new Uint8Array(packed_size('I420', 4, 4)));
  const centre = (i: number) => [1 / 3, 5 / 3, 10 / 3, 14 / 3][i]!; // of (0 + 0.5 · 1) / 1.5 …
  for (let y = 0; y < 4; ++y)
    for (let x = 0; x < 4; ++x) assert.ok(Math.abs(out[4 * y + x]! - (30 * centre(x) + 3 * centre(y))) <= 1, `${x} ${y}: ${out[4 * y + x]}`);
  assert.deepEqual([...out.subarray(16)], [90, 90, 90, 90, 200, 200, 200, 200]);
});

test('shrinking keeps the two colours of NV12 apart, reads past padding, and keeps white white at any size', () => {
  const shrink = make_shrinker();
  for (const [width, height, to_width, to_height] of [[8, 4, 4, 2], [1920, 1080, 1280, 720], [3840, 2160, 1280, 720], [1600, 1200, 1280, 960]] as const) {
    const stride = width + 5, rows = height + height / 2;
    const source = new Uint8Array(stride * rows).fill(7);
    for (let y = 0; y < rows; ++y)
      for (let x = 0; x < width; ++x) source[stride * y + x] = y < height ? 255 : x % 2 ? 20 : 240;
    const layout = [{ offset: 0, stride }, { offset: stride * height, stride }];
    const out = shrink(source, layout, 'NV12', { width, height }, { width: to_width, height: to_height },
      new Uint8Array(packed_size('NV12', to_width, to_height)));
    const luma = out.subarray(0, to_width * to_height), chroma = out.subarray(to_width * to_height);
    assert.ok(luma.every((v) => v === 255), `${width}`);
    assert.ok(chroma.every((v, i) => v === (i % 2 ? 20 : 240)), `${width}`);
  }
});
