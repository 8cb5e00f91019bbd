// A frame's planes as the server takes them: one after the other, no padding at the ends of rows.

export type PixelFormat = 'I420' | 'NV12' | 'RGBA' | 'BGRA';
export interface Plane { offset: number; stride: number }
interface Shape { row_bytes: number; rows: number }

// Chroma of an odd width or height covers the last column or row as well.
export function plane_shapes(format: PixelFormat, width: number, height: number): Shape[] {
  const half_width = Math.ceil(width / 2);
  const half_height = Math.ceil(height / 2);
  switch (format) {
    case 'I420':
      return [
        { row_bytes: width, rows: height },
        { row_bytes: half_width, rows: half_height },
        { row_bytes: half_width, rows: half_height },
      ];
    case 'NV12':
      return [{ row_bytes: width, rows: height }, { row_bytes: 2 * half_width, rows: half_height }];
    default:
      return [{ row_bytes: 4 * width, rows: height }];
  }
}

export function packed_size(format: PixelFormat, width: number, height: number): number {
  return plane_shapes(format, width, height).reduce((sum, shape) => sum + shape.row_bytes * shape.rows, 0);
}

export function tight_layout(format: PixelFormat, width: number, height: number): Plane[] {
  let offset = 0;
  return plane_shapes(format, width, height).map((shape) => {
    const plane = { offset, stride: shape.row_bytes };
    offset += shape.row_bytes * shape.rows;
    return plane;
  });
}

export function is_tight(layout: readonly Plane[], format: PixelFormat, width: number, height: number): boolean {
  const wanted = tight_layout(format, width, height);
  return layout.length === wanted.length &&
    wanted.every((plane, i) => plane.offset === layout[i]!.offset && plane.stride === layout[i]!.stride);
}

// Copies the planes out of a padded buffer into `target`, which is as long as packed_size says.
export function repack(
  source: Uint8Array, layout: readonly Plane[], format: PixelFormat, width: number, height: number, target: Uint8Array,
): Uint8Array {
  let to = 0;
  plane_shapes(format, width, height).forEach((shape, i) => {
    const plane = layout[i]!;
    for (let row = 0; row < shape.rows; ++row) {
      const from = plane.offset + row * plane.stride;
      target.set(source.subarray(from, from + shape.row_bytes), to);
      to += shape.row_bytes;
    }
  });
  return target;
}

export interface Size { width: number; height: number }

// The size at which a picture is sent: no wider than the network gains from, even so that chroma fits.
export function sent_size(width: number, height: number, widest = 1280): Size {
  if (width <= widest) return { width, height };
  const scale = widest / width;
  return { width: widest, height: Math.max(2, 2 * Math.round((height * scale) / 2)) };
}

export interface FrameTimes { captureTime?: number; mediaTime: number }

export interface FrameClock {
  time_of(times: FrameTimes): number | null;
  go_on(): void; // after a pause, which takes no time
}

// Pictures come 30 times a second; as long as that lies between the last one before a pause and the first after it.
const kBetween_ms = 1000 / 30;

// When a frame was taken, in whole microseconds from the first one. The first frame decides which of the two
// clocks is read, as they run apart; a frame without that clock, or not later than the one before, has no time.
export function make_frame_clock(): FrameClock {
  let kind: 'capture' | 'media' | null = null;
  let first_ms = 0;
  let last_ms = -Infinity;
  let last_us = -1;
  let is_after_pause = false;
  return {
    time_of: (times) => {
      kind ??= times.captureTime === undefined ? 'media' : 'capture';
      const ms = kind === 'capture' ? times.captureTime : times.mediaTime * 1000;
      if (ms === undefined || ms <= last_ms) return null;
      if (last_us < 0) first_ms = ms;
      else if (is_after_pause) first_ms += Math.max(0, ms - last_ms - kBetween_ms);
      is_after_pause = false;
      const at_us = Math.round((ms - first_ms) * 1000);
      if (at_us <= last_us) return null;
      last_ms = ms;
      last_us = at_us;
      return at_us;
    },
    go_on: () => { is_after_pause = true; },
  };
}
