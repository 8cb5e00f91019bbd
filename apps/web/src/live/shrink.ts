// A picture made smaller, plane by plane, without a canvas: that would make four bytes of each pixel, which take longer to
// send than the picture to look at.
import { plane_shapes, type Plane, type Size } from './frames';

// Of each of `to` pixels in a row of `from`: the first one that it covers, and how much of each of `count`, in 256ths.
interface Taps { count: number; first: Int32Array; weights: Int32Array }

function taps_of(from: number, to: number): Taps {
  const width = from / to;
  let count = 1;
  for (let i = 0; i < to; ++i) count = Math.max(count, Math.ceil((i + 1) * width - 1e-6) - Math.floor(i * width + 1e-6));
  const taps = { count, first: new Int32Array(to), weights: new Int32Array(to * count) };
  for (let i = 0; i < to; ++i) {
    const begin = i * width, end = begin + width;
    // The last ones look back rather than past the end.
    const first = Math.max(0, Math.min(Math.floor(begin + 1e-6), from - count));
    taps.first[i] = first;
    let rest = 256;
    for (let k = 0; k < count; ++k) {
      const share = Math.max(0, Math.min(end, first + k + 1) - Math.max(begin, first + k)) / width;
      const weight = k === count - 1 ? rest : Math.round(256 * share);
      taps.weights[i * count + k] = weight;
      rest -= weight;
    }
  }
  return taps;
}

function shrink_row(sums: Int32Array, { count, first, weights }: Taps, channels: number, channel: number, target: Uint8Array, at: number): void {
  const pixels = first.length;
  for (let i = 0, w = 0; i < pixels; ++i) {
    let sum = 1 << 15;
    for (let k = 0, from = first[i]! * channels + channel; k < count; ++k, from += channels) sum += weights[w++]! * sums[from]!;
    target[at + i * channels + channel] = sum >> 16;
  }
}

// Shrinks planes by the mean of what each pixel covers, so that small movements stay measurable.
export function make_shrinker() {
  const known = new Map<string, Taps>();
  let sums = new Int32Array(0);
  const taps = (from: number, to: number): Taps => {
    const key = `${from} ${to}`;
    const found = known.get(key) ?? taps_of(from, to);
    known.set(key, found);
    return found;
  };
  return (
    source: Uint8Array, layout: readonly Plane[], format: 'I420' | 'NV12', from: Size, to: Size, target: Uint8Array,
  ): Uint8Array => {
    const given = plane_shapes(format, from.width, from.height), wanted = plane_shapes(format, to.width, to.height);
    let at = 0;
    wanted.forEach(({ row_bytes, rows }, plane) => {
      const shape = given[plane]!, { offset, stride } = layout[plane]!;
      const channels = format === 'NV12' && plane === 1 ? 2 : 1;
      const down = taps(shape.rows, rows), across = taps(shape.row_bytes / channels, row_bytes / channels);
      if (sums.length < shape.row_bytes) sums = new Int32Array(shape.row_bytes);
      for (let y = 0; y < rows; ++y) {
        for (let k = 0; k < down.count; k += 2) {
          // Two rows at a time, as most need.
          const row = offset + (down.first[y]! + k) * stride, tap = y * down.count + k;
          const weight = down.weights[tap]!, next = k + 1 < down.count ? down.weights[tap + 1]! : 0;
          const below = next === 0 ? row : row + stride;
          if (k === 0) for (let x = 0; x < shape.row_bytes; ++x) sums[x] = weight * source[row + x]! + next * source[below + x]!;
          else for (let x = 0; x < shape.row_bytes; ++x) sums[x]! += weight * source[row + x]! + next * source[below + x]!;
        }
        for (let channel = 0; channel < channels; ++channel) shrink_row(sums, across, channels, channel, target, at);
        at += row_bytes;
      }
    });
    return target;
  };
}
