// The camera's picture with the drawing over it.
import { useEffect } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { Camera } from './camera';
import { draw_live, type Look } from './draw';
import type { LiveState } from './types';

export interface Screen { video: RefObject<HTMLVideoElement | null>; canvas: RefObject<HTMLCanvasElement | null> }

export function useCameraView({ video, canvas }: Screen, camera: Camera | null, live: LiveState | null, look: Look): void {
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = camera?.stream ?? null;
    if (camera) void element.play().catch(() => undefined);
  }, [camera]);
  useEffect(() => {
    const element = canvas.current;
    const width = video.current?.videoWidth ?? 0;
    const height = video.current?.videoHeight ?? 0;
    if (!element || width === 0) return;
    if (element.width !== width || element.height !== height) {
      element.width = width;
      element.height = height;
    }
    const context = element.getContext('2d');
    if (context) draw_live(context, live, look);
  }, [live, look.turn_at_deg]);
}
