// Before the set: what is still wrong with the picture, and how it shall start. It stays while the camera is opened anew
// for another exercise, camera or model: who chooses by keyboard is still there, and the choice too.
import { useRef } from 'preact/hooks';
import type { About } from '../types';
import type { Camera } from './camera';
import type { Event, State } from './machine';

const titles: Record<string, string> = {
  person: 'Somebody in the picture', side_on: 'From the side', distance: 'Distance', whole_body: 'Whole body', height: 'Camera’s height',
  level: 'Camera level', light: 'Light', still: 'Camera still', alone: 'Only you', position: 'Lying ready',
};

export function SetUpList({ state }: { state: State }) {
  const items = state.live?.set_up.items ?? [];
  if (!state.live) return <p class="faint">Waiting for the first picture…</p>;
  return (
    <>
      <ul class="set-up" aria-label="Still to do">
        {items.filter((item) => !item.is_good).map((item) => (
          <li key={item.id} class="is-bad">
            <span class="mark" aria-hidden="true">✗</span>
            <span><b>{titles[item.id] ?? item.id}</b><span class="how">{item.message}</span></span>
          </li>
        ))}
      </ul>
      <ul class="set-up is-done" aria-label="Good already">
        {items.filter((item) => item.is_good).map((item) => (
          <li key={item.id} class="is-good"><span class="mark" aria-hidden="true">✓</span>{titles[item.id] ?? item.id}</li>
        ))}
      </ul>
    </>
  );
}

interface Props {
  state: State;
  dispatch: (event: Event) => void;
  about: About;
  exercise: string;
  model: string;
  camera_id: string | null;
  on_exercise: (id: string) => void;
  on_model: (id: string) => void;
  on_camera: (id: string) => void;
}

export function PreviewPanel({ state, dispatch, about, exercise, model, camera_id, on_exercise, on_model, on_camera }: Props) {
  const is_good = state.live?.set_up.is_good ?? false;
  const newest = useRef<Camera | null>(null);
  newest.current = state.camera ?? newest.current;
  const cameras = newest.current?.cameras ?? [];
  const is_asking = state.stage === 'asking';
  return (
    <div class="live-panel preview-panel">
      <p class={`ready ${is_good ? 'good' : 'watch'}`} role="status">
        {is_asking ? 'Opening the camera. If the browser asks, allow it.' : is_good ? 'Everything is in the picture.' : 'Not ready yet'}
      </p>
      {!is_asking && <SetUpList state={state} />}
      <div class="actions">
        {/* Not "disabled", which can't have the focus. */}
        <button class="main big" data-focus aria-disabled={!state.live} onClick={() => { if (state.live) dispatch({ kind: 'start', now_ms: performance.now() }); }}>Start</button>
        <label class="inline">in
          <select value={String(state.delay_s)} onChange={(e) => dispatch({ kind: 'options', delay_s: Number(e.currentTarget.value) })}>
            {[3, 5, 10].map((s) => <option key={s} value={String(s)}>{s} seconds</option>)}
          </select>
        </label>
      </div>
      <label class="tick">
        <input type="checkbox" checked={state.starts_itself} onChange={(e) => dispatch({ kind: 'options', starts_itself: e.currentTarget.checked })} />
        Start by itself once everything has been good for 2 seconds
      </label>
      <details>
        <summary>Exercise, camera, model</summary>
        <div class="fields">
          <label>Exercise
            <select value={exercise} onChange={(e) => on_exercise(e.currentTarget.value)}>
              <option value="">Recognise it</option>
              {about.exercises.filter((x) => x.id !== 'other').map((x) => <option key={x.id} value={x.id}>{x.title}</option>)}
            </select>
          </label>
          {cameras.length > 0 && (
            <label>Camera
              <select value={camera_id ?? newest.current?.id ?? ''} onChange={(e) => on_camera(e.currentTarget.value)}>
                {cameras.map((c) => <option key={c.id} value={c.id}>{c.title}</option>)}
              </select>
            </label>
          )}
          {about.models.length > 1 && (
            <label>Model
              <select value={model} onChange={(e) => on_model(e.currentTarget.value)}>
                <option value="">As the server chooses</option>
                {about.models.map((m) => <option key={m} value={m}>{m}{m === 'lite' ? ' (fastest)' : m === 'heavy' ? ' (most exact, slow)' : ''}</option>)}
              </select>
            </label>
          )}
        </div>
      </details>
    </div>
  );
}
