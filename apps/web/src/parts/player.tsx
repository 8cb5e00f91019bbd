// The guided session: warm-up, set by set, rest, summary. Everything essential is spoken.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { get, send, type ApiError } from '../api';
import { keep_goal } from '../live/goal';
import { set_is_kept } from '../live/session';
import { go } from '../route';
import type { Film, Plan } from '../types';
import { useWakeLock } from './clocks';
import { Guide, HoldGuide } from './guide';
import { Complaint } from './loaded';
import { AfterSet, CameraBack, CountIn, Ready, Rest, WarmUp } from './player_stages';
import { goal_of, reduce, save_session, set_end_of, type Kept, type Session, type SessionEvent } from './session';
import { Summary } from './summary';
import { SymptomDialog } from './symptom_form';
import { allow_sound, hush, useCanSpeak } from './voice';
import { as_api_error, useWho } from './who';
import { counted } from '../words';

interface Props { session: Session; told: string; change(session: Session): void; end(): void; felt(plan: Plan): void }

export function Player({ session, told, change, end, felt }: Props) {
  const { person } = useWho();
  const [error, set_error] = useState<ApiError | null>(null);
  const [is_asking, set_asking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const latest = useRef(session);
  latest.current = session;
  const send_event = useCallback((event: SessionEvent) => change(reduce(latest.current, event)), [change]);
  const { stage, day } = session;
  useWakeLock(stage.at !== 'summary');
  const has_voice = useCanSpeak();

  // Who reloads, or looks at another page, finds the set where it was. In a hidden tab it goes on by ear.
  useEffect(() => {
    const note = () => {
      if (latest.current.stage.at === 'working') save_session(reduce(latest.current, { do: 'break_off', now: Date.now() }));
    };
    const hidden = () => { if (document.hidden) note(); };
    addEventListener('pagehide', note);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      removeEventListener('pagehide', note);
      document.removeEventListener('visibilitychange', hidden);
      note();
    };
  }, []);

  // Who works by keyboard or ear starts each stage at its heading.
  const was = useRef('');
  useEffect(() => {
    const here = `${stage.at} ${session.set}`;
    if (was.current === here) return;
    was.current = here;
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [stage.at, session.set]);

  const is_keeping = useRef(false);
  async function keep(kept: Kept, note: string) {
    // Pressed twice, it is kept once.
    if (is_keeping.current) return;
    is_keeping.current = true;
    set_error(null);
    const amount = kept.hold_s !== null ? { hold_s: kept.hold_s } : { reps: kept.reps };
    const body = kept.how === 'skipped'
      ? { exercise: day.exercise, is_skipped: true }
      : { exercise: day.exercise, ...amount, ...(kept.rpe !== null ? { rpe: kept.rpe } : {}), ...(note !== '' ? { note } : {}) };
    try {
      await send('POST', `/people/${person.id}/sets`, body);
      send_event({ do: 'kept', kept, now: Date.now(), rests_from: Date.now() });
    } catch (e) {
      set_error(as_api_error(e));
    } finally {
      is_keeping.current = false;
    }
  }
  const kept_as = (how: Kept['how'], more: Partial<Kept>): Kept =>
    ({ set: session.set, how, reps: null, hold_s: null, rpe: null, film: null, ...more });

  function to_camera() {
    allow_sound();
    keep_goal(goal_of(day), session.person, day.day);
    // Once there, the way back leads to this stage.
    if (session.stage.at !== 'camera') send_event({ do: 'to_camera', now: Date.now() });
    go('live');
  }
  // Nobody is counted on to whom something has happened.
  function ask_felt() {
    hush();
    send_event({ do: 'break_off', now: Date.now() });
    set_asking(true);
  }
  // In time order: “Another set” at the camera makes several.
  async function films_since(left_at: number): Promise<Film[]> {
    await set_is_kept();
    const { films } = await get<{ films: Film[] }>(`/people/${person.id}/films`);
    return films
      .filter((f) => Date.parse(f.added) > left_at - 2000 && f.state !== 'failed' && f.state !== 'nothing')
      .sort((a, b) => Date.parse(a.added) - Date.parse(b.added));
  }
  function filmed(films: Film[]) {
    send_event({
      do: 'filmed', now: Date.now(), rests_from: Math.max(...films.map(set_end_of)),
      // A hold has no reps; how long it was is for its result to tell.
      kept: films.map((f) => kept_as('camera', { reps: f.reps || null, film: f.id })),
    });
  }

  function content() {
    switch (stage.at) {
      case 'warm_up':
        return <WarmUp hold_s={day.warm_up_hollow_hold_s} ends_at={stage.ends_at}
          begin={() => { allow_sound(); send_event({ do: 'begin_hold', now: Date.now() }); }}
          over={() => send_event({ do: 'end_warm_up' })} />;
      case 'ready':
        return <Ready session={session} send={send_event} to_camera={to_camera}
          skip={() => void keep(kept_as('skipped', {}), '')} />;
      case 'count_in':
        return <CountIn ends_at={stage.ends_at} day={day} over={() => send_event({ do: 'work', now: Date.now() })} cancel={() => send_event({ do: 'back_to_ready' })} />;
      case 'working':
        return day.hold_s !== undefined
          ? <HoldGuide session={session} stage={stage} send={send_event} />
          : <Guide session={session} stage={stage} send={send_event} />;
      case 'camera':
        return <CameraBack set={session.set} find={() => films_since(stage.left_at)} again={to_camera}
          by_hand={() => send_event({ do: 'back_to_ready' })} found={filmed} />;
      case 'after':
        return <AfterSet key={session.set} day={day} reps={stage.reps} hold_s={stage.hold_s} error={error}
          keep={(reps, hold_s, rpe, note) => void keep(kept_as('hand', { reps, hold_s, rpe }), note)}
          again={() => send_event({ do: 'back_to_ready' })} />;
      case 'rest':
        return <Rest stage={stage} next={session.set + 1} last={session.kept.at(-1)} day={day}
          more={() => send_event({ do: 'more_rest' })} over={() => send_event({ do: 'end_rest' })} />;
      case 'summary':
        return <Summary session={session} end={end} />;
    }
  }
  const set_words = `Set ${session.set + 1} of ${session.sets}`;
  const title = { warm_up: 'Warm-up', ready: set_words, count_in: set_words, working: set_words, camera: set_words, after: `${set_words}: how was it?`, rest: 'Rest', summary: 'Session done' }[stage.at];
  return (
    <div class="player">
      <h1 class="player-title">{day.title}</h1>
      <div class="steps" role="img" aria-label={`${counted(Math.min(session.set, session.sets), 'set')} of ${session.sets} behind you`}>
        {Array.from({ length: session.sets }, (_, i) => <i key={i} class={i < session.set ? 'full' : i === session.set && stage.at !== 'summary' ? 'now' : ''} />)}
      </div>
      <p role="status" class={told !== '' ? 'told' : 'hidden'}>{told}</p>
      <section class="card stage">
        <h2 ref={heading} tabIndex={-1}>{title}</h2>
        {content()}
        {stage.at !== 'after' && <Complaint error={error} />}
      </section>
      {stage.at !== 'summary' && (
        <>
          <div class="row player-foot">
            <button type="button" onClick={ask_felt}>I felt something</button>
            {/* Within a set there is Done, which keeps it. */}
            {stage.at !== 'working' && stage.at !== 'count_in' && (
              <button type="button" onClick={() => (session.kept.length > 0 ? send_event({ do: 'finish' }) : end())}>End the session</button>
            )}
          </div>
          {!has_voice && <p class="faint small">This browser has no voice installed on this computer: you hear tones, not words.</p>}
        </>
      )}
      {is_asking && <SymptomDialog closed={() => set_asking(false)} told={felt} />}
    </div>
  );
}
