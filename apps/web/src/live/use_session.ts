// Does what the page's stage asks for: opens the camera and a set, sends frames, starts, finishes, and tidies up.
import { useEffect, useReducer, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import { ApiError } from '../api';
import { useWakeLock } from '../parts/clocks';
import { camera_help, close_camera, open_camera } from './camera';
import { first_state, is_filming, on_leaving, reduce, type Event, type State } from './machine';
import { send_frames, type Sender } from './sender';
import { begin, drop, finish, finish_unseen, start } from './session';
import type { Goal } from './types';

export interface Wanted { person: string; goal: Goal; exercise: string; model: string; camera_id: string | null }

const kTick_ms = 100;

export const kOptions = 'endrange.live';
export interface Options { starts_itself: boolean; delay_s: number }
export function kept_options(): Options {
  try {
    const kept = JSON.parse(localStorage.getItem(kOptions) ?? '{}') as Partial<Options>;
    return { starts_itself: kept.starts_itself === true, delay_s: [3, 5, 10].includes(kept.delay_s ?? 0) ? kept.delay_s! : 5 };
  } catch {
    return { starts_itself: false, delay_s: 5 };
  }
}

function failure(error: unknown): Event {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', message, is_offline: error instanceof ApiError && error.status === 0 };
}

export function useSession(video: RefObject<HTMLVideoElement | null>, wanted: Wanted): [State, (event: Event) => void] {
  const [state, dispatch] = useReducer(reduce, undefined, () => first_state(kept_options()));
  const now = useRef(state);
  now.current = state;
  const sender = useRef<Sender | null>(null);

  // One opening after the other, however fast one chooses: the server takes one set at a time.
  const opening = useRef<Promise<unknown>>(Promise.resolve());
  // Camera first, set second: nobody's refused camera leaves a set open.
  useEffect(() => {
    if (state.stage !== 'asking') return;
    let is_over = false;
    const open = async () => {
      if (is_over) return;
      let camera;
      try {
        camera = await open_camera(wanted.camera_id);
      } catch (error) {
        if (!is_over) dispatch({ kind: 'refused', message: camera_help(error) });
        return;
      }
      if (is_over) return close_camera(camera);
      dispatch({ kind: 'camera', camera });
      try {
        const id = await begin(wanted.person, wanted.goal, wanted.exercise, wanted.model);
        if (is_over) return await drop(id);
        dispatch({ kind: 'session', id });
      } catch (error) {
        if (!is_over) dispatch(failure(error));
      }
    };
    opening.current = opening.current.then(open);
    return () => { is_over = now.current.stage === 'asking' || now.current.stage === 'off'; };
  }, [state.stage === 'asking', state.asked]);

  // The set that the server no longer has: it ended, or was dropped.
  const over = useRef<string | null>(null);
  useEffect(() => {
    if (!state.live_id || !video.current) return;
    const id = state.live_id;
    sender.current = send_frames(
      video.current, id,
      (live) => dispatch({ kind: 'answer', live, now_ms: performance.now() }),
      (error) => dispatch(failure(error)),
    );
    return () => {
      sender.current?.stop();
      sender.current = null;
      // Opened anew with another camera or exercise: the server takes one set at a time.
      if (now.current.stage === 'asking' && over.current !== id) opening.current = Promise.all([opening.current, drop(id)]);
    };
  }, [state.live_id]);

  const tries = useRef(0);
  useEffect(() => {
    if (state.stage === 'asking') tries.current = 0;
    if (state.stage === 'countdown') {
      const timer = setInterval(() => dispatch({ kind: 'tick', now_ms: performance.now() }), kTick_ms);
      return () => clearInterval(timer);
    }
    if (state.stage === 'working' && state.live_id)
      start(state.live_id).catch((error: unknown) => dispatch(failure(error)));
    if (state.stage === 'finishing' && state.live_id) {
      sender.current?.stop();
      const id = state.live_id;
      finish(id, tries.current++ > 0).then(
        (finished) => {
          over.current = id;
          dispatch({ kind: 'finished', finished });
        },
        (error: unknown) => dispatch(failure(error)),
      );
    }
    if (state.stage === 'failed' && state.live_id) {
      sender.current?.stop();
      if (!state.is_unfinished) {
        over.current = state.live_id;
        void drop(state.live_id);
      }
    }
    return undefined;
  }, [state.stage]);

  // The camera's light goes out as soon as nothing is filmed any more.
  useEffect(() => {
    if (state.stage !== 'asking' && !is_filming(state.stage)) close_camera(state.camera);
  }, [state.stage]);
  useEffect(() => {
    const track = state.camera?.stream.getVideoTracks()[0];
    const ended = () => dispatch({ kind: 'failed', message: 'The camera was switched off or pulled out.' });
    track?.addEventListener('ended', ended);
    return () => {
      track?.removeEventListener('ended', ended);
      close_camera(state.camera);
    };
  }, [state.camera]);

  useEffect(() => {
    const changed = () => {
      sender.current?.pause(document.hidden);
      dispatch({ kind: 'hidden', is_hidden: document.hidden });
    };
    const leaving = () => {
      const { live_id, camera } = now.current;
      sender.current?.stop();
      close_camera(camera);
      const what = on_leaving(now.current);
      if (live_id && what === 'finish') finish_unseen(live_id);
      if (live_id && what === 'drop') void drop(live_id);
    };
    document.addEventListener('visibilitychange', changed);
    addEventListener('pagehide', leaving);
    return () => {
      document.removeEventListener('visibilitychange', changed);
      removeEventListener('pagehide', leaving);
      leaving();
    };
  }, []);

  // The screen would go dark in the middle of a set that nobody touches.
  useWakeLock(is_filming(state.stage));

  return [state, dispatch];
}
