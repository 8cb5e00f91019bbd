// The pixels of one frame, in the format in which the browser has them where that is one that the server takes.
import { is_tight, packed_size, repack, sent_size, tight_layout, type PixelFormat, type Size } from './frames';
import { make_shrinker } from './shrink';

export interface Grabbed {
  bytes: Uint8Array<ArrayBuffer>; // a view into a buffer that the next grab overwrites
  width: number;
  height: number;
  format: PixelFormat;
  is_full_range: boolean;
}

const formats: Partial<Record<VideoPixelFormat, PixelFormat>> = {
  I420: 'I420', NV12: 'NV12', RGBA: 'RGBA', RGBX: 'RGBA', BGRA: 'BGRA', BGRX: 'BGRA',
};

// Buffers are kept from frame to frame: 35 MB a second would otherwise be garbage.
export function make_grabber() {
  let packed = new Uint8Array(0);
  let padded = new Uint8Array(0);
  let canvas: OffscreenCanvas | HTMLCanvasElement | null = null;
  const shrink = make_shrinker();

  async function from_frame(frame: VideoFrame): Promise<Grabbed | null> {
    const format = frame.format ? formats[frame.format] : undefined;
    const rect = frame.visibleRect;
    // A turned or stretched frame's pixels aren't the picture that is shown: the canvas gives that one. One that is
    // only larger than it is shown is a camera's that has no smaller picture.
    const shown = { width: frame.displayWidth, height: frame.displayHeight };
    const is_alike = rect && Math.abs(rect.width * shown.height - rect.height * shown.width) <= rect.width + rect.height;
    if (!format || !rect || !is_alike || shown.width > rect.width) return null;
    const { width, height } = rect;
    const to = sent_size(shown.width, shown.height);
    if (to.width !== width) return shrunk(frame, format, rect, to);
    if (to.height !== height) return null;
    const size = packed_size(format, width, height);
    const layout = tight_layout(format, width, height);
    if (packed.length !== size) packed = new Uint8Array(size);
    const is_full_range = frame.colorSpace.fullRange ?? false;
    const got = await frame.copyTo(packed, { layout });
    if (is_tight(got, format, width, height)) return { bytes: packed, width, height, format, is_full_range };
    // The browser took its own strides all the same.
    const needed = frame.allocationSize();
    if (padded.length < needed) padded = new Uint8Array(needed);
    const strides = await frame.copyTo(padded);
    repack(padded, strides, format, width, height, packed);
    return { bytes: packed, width, height, format, is_full_range };
  }

  async function shrunk(frame: VideoFrame, format: PixelFormat, from: Size, to: Size): Promise<Grabbed | null> {
    if (format !== 'I420' && format !== 'NV12') return null;
    const size = packed_size(format, to.width, to.height), needed = frame.allocationSize();
    if (packed.length !== size) packed = new Uint8Array(size);
    if (padded.length < needed) padded = new Uint8Array(needed);
    const strides = await frame.copyTo(padded);
    shrink(padded, strides, format, { width: from.width, height: from.height }, to, packed);
    return { bytes: packed, ...to, format, is_full_range: frame.colorSpace.fullRange ?? false };
  }

  function from_picture(picture: VideoFrame | HTMLVideoElement, width: number, height: number): Grabbed | null {
    const size = sent_size(width, height);
    canvas ??= typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(1, 1);
    if (canvas.width !== size.width || canvas.height !== size.height) {
      canvas.width = size.width;
      canvas.height = size.height;
    }
    const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D | null;
    if (!context) return null;
    context.drawImage(picture, 0, 0, size.width, size.height);
    const image = context.getImageData(0, 0, size.width, size.height);
    const bytes = new Uint8Array(image.data.buffer);
    return { bytes, ...size, format: 'RGBA', is_full_range: true };
  }

  return async (picture: VideoFrame | HTMLVideoElement): Promise<Grabbed | null> => {
    if (picture instanceof HTMLVideoElement)
      return picture.videoWidth > 0 ? from_picture(picture, picture.videoWidth, picture.videoHeight) : null;
    return (await from_frame(picture)) ?? from_picture(picture, picture.displayWidth, picture.displayHeight);
  };
}
