// Sends the camera's frames, one request at a time, always the newest: a slow machine sees fewer pictures, never old ones.
import { ApiError, request } from '../api';
import { make_frame_clock, type FrameTimes } from './frames';
import { make_grabber, type Grabbed } from './grab';
import type { LiveState } from './types';

export interface Counters { sent: number; answered: number; dropped: number; latency_ms: number[] }
declare global {
  interface Window { endrange_live?: Counters }
}

// Latencies kept for tests: some ten seconds of them.
const kKept = 300;

interface Waiting { picture: VideoFrame | HTMLVideoElement; at_us: number }

export interface Sender { stop(): void; pause(is_paused: boolean): void }

function release(waiting: Waiting | null): void {
  if (waiting && 'close' in waiting.picture) waiting.picture.close();
}

export function send_frames(
  video: HTMLVideoElement, live_id: string,
  on_state: (state: LiveState, latency_ms: number) => void, on_failure: (error: ApiError) => void,
): Sender {
  const grab = make_grabber();
  const clock = make_frame_clock();
  const aborted = new AbortController();
  // Nothing else shows from outside how fast frames go: the end-to-end tests read these counters.
  const counters: Counters = (window.endrange_live = { sent: 0, answered: 0, dropped: 0, latency_ms: [] });
  let waiting: Waiting | null = null;
  let is_busy = false;
  let is_paused = false;
  let failures = 0;

  // A picture that isn't closed keeps its memory, and the camera soon has none left.
  async function copied(frame: Waiting): Promise<Grabbed | null> {
    try {
      return await grab(frame.picture);
    } catch {
      throw new ApiError(0, 'camera', 'The browser couldn’t read the camera’s pictures. Close other programs that use the camera, then try again.');
    } finally {
      release(frame);
    }
  }

  async function send(frame: Waiting): Promise<void> {
    const grabbed = await copied(frame);
    if (!grabbed || aborted.signal.aborted) return;
    const query = `at_us=${frame.at_us}&width=${grabbed.width}&height=${grabbed.height}&format=${grabbed.format}` +
      (grabbed.is_full_range ? '&full_range=1' : '');
    const begun = performance.now();
    ++counters.sent;
    // The view itself, not a Blob: blobs of this size pile up in the browser until it refuses more.
    const answer = await request('POST', `/live/${live_id}/frames?${query}`, grabbed.bytes, aborted.signal);
    const state = (await answer.json()) as LiveState;
    const latency_ms = performance.now() - begun;
    ++counters.answered;
    counters.latency_ms.push(latency_ms);
    if (counters.latency_ms.length > kKept) counters.latency_ms.shift();
    failures = 0;
    if (!aborted.signal.aborted) on_state(state, latency_ms);
  }

  async function pump(): Promise<void> {
    if (is_busy || !waiting) return;
    is_busy = true;
    const frame = waiting;
    waiting = null;
    try {
      await send(frame);
    } catch (error) {
      if (aborted.signal.aborted) return;
      const failure = error instanceof ApiError ? error : new ApiError(0, 'camera', 'The camera’s picture couldn’t be sent to endrange.');
      // One lost answer is no reason to end a set; a set that the server no longer knows is.
      if (failure.status === 404 || failure.status === 403 || ++failures >= 5) {
        stop();
        on_failure(failure);
        return;
      }
      await new Promise((done) => setTimeout(done, 200));
    } finally {
      is_busy = false;
    }
    void pump();
  }

  function take(times: FrameTimes): void {
    const at_us = is_paused ? null : clock.time_of(times);
    if (at_us === null) return;
    if (waiting) {
      ++counters.dropped;
      release(waiting);
      waiting = null;
    }
    // A VideoFrame holds on to this very picture until it is copied; the element would show a later one by then.
    const picture = typeof VideoFrame === 'undefined' ? video : new VideoFrame(video, { timestamp: at_us });
    waiting = { picture, at_us };
    void pump();
  }

  let handle = 0;
  // Widened, as the types hold the callback for certain and older browsers don't have it.
  const has_callback: boolean = 'requestVideoFrameCallback' in HTMLVideoElement.prototype;
  function next(): void {
    if (aborted.signal.aborted) return;
    if (has_callback)
      handle = video.requestVideoFrameCallback((_now, metadata) => {
        next();
        take(metadata);
      });
    else
      handle = requestAnimationFrame(() => {
        next();
        if (video.readyState >= 2) take({ mediaTime: video.currentTime });
      });
  }
  next();

  function stop(): void {
    aborted.abort();
    if (has_callback) video.cancelVideoFrameCallback(handle);
    else cancelAnimationFrame(handle);
    release(waiting);
    waiting = null;
  }

  return {
    stop,
    pause: (paused) => {
      if (is_paused && !paused) clock.go_on();
      is_paused = paused;
    },
  };
}
