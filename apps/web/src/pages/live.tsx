// A set before the camera: set-up, countdown, the set, what came of it. Frames go to this machine's server and are not kept.
import { useEffect, useRef, useState } from 'preact/hooks';
import { allow_sound, hush, useCanSpeak } from '../parts/voice';
import { useTitles, useWho } from '../parts/who';
import { Silhouette } from '../live/figures';
import { is_filming } from '../live/machine';
import { PreviewPanel } from '../live/preview';
import { drop_goal, kept_goal } from '../live/goal';
import { Summary } from '../live/summary';
import { Technical, useRate } from '../live/technical';
import { useCameraView } from '../live/use_camera_view';
import { kOptions, useSession, type Wanted } from '../live/use_session';
import { useVoice } from '../live/use_voice';
import { CueLine, WorkingPanel } from '../live/working';
import '../style-film.css';

function goal_text(goal: ReturnType<typeof kept_goal>, titles: (id: string) => string): string | null {
  if (!goal?.exercise) return null;
  const what = goal.hold_s ? `hold for ${goal.hold_s} s` : goal.reps ? `${goal.reps} reps${goal.is_each_leg ? ' with each leg' : ''}` : '';
  const how = [what, goal.lowering_s ? `lower in ${goal.lowering_s} s` : '', goal.turn_at_deg ? `turn at ${Math.round(goal.turn_at_deg)}°` : ''];
  return `${titles(goal.exercise)}: ${how.filter(Boolean).join(', ')}.`;
}

export function LivePage() {
  const { about, person } = useWho();
  const [goal, set_goal] = useState(() => kept_goal(person.id, about.today));
  const wanted = useRef<Wanted>({ person: person.id, goal: goal ?? {}, exercise: goal?.exercise ?? '', model: '', camera_id: null });
  const [head, set_head] = useState<'left' | 'right'>('left');
  const view = { video: useRef<HTMLVideoElement>(null), canvas: useRef<HTMLCanvasElement>(null) };
  const [state, dispatch] = useSession(view.video, wanted.current);
  const shown_goal = goal ?? {};
  const cue = useVoice(state, shown_goal);
  const rate = useRate(state.live, state.is_hidden);
  useCameraView(view, state.camera, is_filming(state.stage) ? state.live : null, {
    turn_at_deg: state.stage === 'working' || state.stage === 'preview' ? (shown_goal.turn_at_deg ?? null) : null,
  });

  const titles = useTitles();
  useEffect(() => { if (state.live?.head) set_head(state.live.head); }, [state.live?.head]);
  useEffect(() => hush, []);
  useEffect(() => {
    localStorage.setItem(kOptions, JSON.stringify({ starts_itself: state.starts_itself, delay_s: state.delay_s }));
  }, [state.starts_itself, state.delay_s]);

  // Space and escape stop wherever the focus is: one hand reaches the keyboard, not the button.
  useEffect(() => {
    if (state.stage !== 'working' && state.stage !== 'countdown') return;
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== ' ' && event.key !== 'Escape') return;
      event.preventDefault();
      dispatch({ kind: 'stop' });
    };
    addEventListener('keydown', pressed, true);
    return () => removeEventListener('keydown', pressed, true);
  }, [state.stage]);

  // What was pressed is gone with its stage; who goes by keyboard or ear is led on.
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The camera is opened anew for a choice: one stays at it.
    if (root.current?.querySelector('.preview-panel')?.contains(document.activeElement)) return;
    root.current?.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: state.stage !== 'summary' });
  }, [state.stage]);

  const open = (change: Partial<Wanted> = {}) => {
    allow_sound();
    Object.assign(wanted.current, change);
    dispatch({ kind: 'open' });
  };
  const without_goal = () => {
    drop_goal();
    Object.assign(wanted.current, { goal: {}, exercise: '' });
    set_goal(null);
  };
  // Another exercise than the one that was asked for has no goal.
  const choose_exercise = (exercise: string) => {
    if (goal && goal.exercise !== exercise) without_goal();
    open({ exercise });
  };

  const has_voice = useCanSpeak();
  const said = goal_text(goal, titles);
  const has_picture = state.stage === 'asking' || is_filming(state.stage);
  return (
    <div ref={root} class={`live-page stage-${state.stage}`}>
      <h1>{state.stage === 'summary' ? 'After the set' : 'Film a set live'}</h1>
      {said && state.stage !== 'summary' && (
        <p class="goal-line">{said} {state.stage === 'off' && <button class="link" onClick={without_goal}>Film something else</button>}</p>
      )}
      {state.stage === 'off' && (
        <section class="card intro">
          <div class="intro-figure"><Silhouette head="left" /></div>
          <div>
            <p class="lead">Put the laptop or the webcam on the floor, level with your hips, 2 to 3 m from your side, so that all of you is in the picture, the raised feet too. Then lie down: you’ll hear what to do.</p>
            {!has_voice && <p class="watch">This browser has no voice of its own: you’ll hear tones, and see the words.</p>}
            <button class="main big" onClick={() => open()}>Open the camera</button>
            <p class="faint">The pictures go to endrange on this computer and nowhere else. They are not kept, only the figures.</p>
          </div>
        </section>
      )}
      {(state.stage === 'refused' || state.stage === 'failed') && (
        <section class="card" role="alert">
          <h2 tabIndex={-1} data-focus>{state.stage === 'refused' ? 'No camera' : state.is_unfinished ? 'The set isn’t kept yet' : state.live_id ? 'The set stopped' : 'The set can’t begin'}</h2>
          <p>{state.message}</p>
          {state.is_unfinished && <p>What you did is still there: start endrange again if it was closed by mistake, and try again.</p>}
          {state.is_unfinished
            ? <div class="actions"><button class="main" onClick={() => dispatch({ kind: 'finish_again' })}>Try again</button><button onClick={() => open()}>Let it go, film another set</button></div>
            : <div class="actions"><button class="main" onClick={() => open()}>Try again</button><a class="button" href="#/film">Send a clip instead</a></div>}
        </section>
      )}
      <div class={`stage-grid${has_picture ? '' : ' is-away'}`}>
        <div class="camera">
          <video ref={view.video} muted playsInline aria-label="The camera’s picture" />
          <canvas ref={view.canvas} aria-hidden="true" />
          {(state.stage === 'asking' || state.stage === 'preview') && !state.live?.set_up.is_good && <Silhouette head={head} />}
          {state.stage === 'countdown' && <p class="countdown" aria-live="assertive">{state.left_s}</p>}
          {state.stage === 'working' && <CueLine cue={cue} />}
          {state.is_hidden && <p class="banner">Paused while the page is hidden.</p>}
          {has_picture && <Technical rate={rate} live={state.live} />}
        </div>
        {(state.stage === 'asking' || state.stage === 'preview') && (
          <PreviewPanel state={state} dispatch={dispatch} about={about} exercise={wanted.current.exercise} model={wanted.current.model}
            camera_id={wanted.current.camera_id} on_exercise={choose_exercise} on_model={(model) => open({ model })} on_camera={(camera_id) => open({ camera_id })} />
        )}
        {state.stage === 'countdown' && (
          <div class="live-panel countdown-panel">
            <p class="ready">Lie down: the set starts in {state.left_s} s.</p>
            <button class="big" data-focus onClick={() => dispatch({ kind: 'cancel' })}>Not yet <small>space or esc</small></button>
          </div>
        )}
        {state.stage === 'working' && <WorkingPanel state={state} goal={shown_goal} on_stop={() => dispatch({ kind: 'stop' })} />}
      </div>
      {has_picture && rate.is_slow && (
        <p class="card watch" role="status">
          Only {Math.round(rate.per_s)} pictures a second: quick movements are seen too late. Close other programs{about.models.includes('lite') ? ', or choose the model “lite” before the next set' : ''}.
        </p>
      )}
      {state.stage === 'finishing' && <section class="card" role="status"><h2 tabIndex={-1} data-focus>Working it out…</h2><p>The set is being looked at as a whole.</p></section>}
      {state.stage === 'summary' && state.finished && <Summary finished={state.finished} titles={titles} on_again={() => open()} />}
    </div>
  );
}
