// The quieter stages of the session: warm-up, before a set, after it, rest.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApiError } from '../api';
import type { Film, TrainingDay } from '../types';
import { useCountdown } from './clocks';
import { LegFigure } from './leg_figure';
import { Complaint, Waiting } from './loaded';
import { Facts, OneSet } from './program_card';
import { Scale, kEffort } from './scale';
import { kGetReady_s, type Kept, type Session, type SessionEvent, type Stage } from './session';
import { countdown_word } from './timeline';
import { say, tone } from './voice';
import { as_api_error } from './who';
import { counted, degrees, duration, spoken_duration } from '../words';
import { clock } from './words';

/// A big clock. It is read out where told to, not at each second.
export function Clock({ left_s, total_s, label }: { left_s: number; total_s: number; label: string }) {
  return (
    <div class="clock" role="timer" aria-live="off" aria-label={label}>
      <span class="clock-time">{clock(left_s)}</span>
      <span class="track"><span class="track-fill" ref={(el) => { if (el) el.style.transform = `scaleX(${total_s > 0 ? Math.min(1, left_s / total_s) : 0})`; }} /></span>
    </div>
  );
}

export function WarmUp({ hold_s, ends_at, begin, over }: { hold_s: number; ends_at: number | null; begin(): void; over(): void }) {
  const word = (left: number) => (left === hold_s ? 'hold' : left > hold_s ? (left - hold_s <= 3 ? String(left - hold_s) : left === hold_s + kGetReady_s ? 'get ready' : '') : countdown_word(left, hold_s));
  const words = useRef(word);
  const left_s = useCountdown(ends_at, hold_s, () => { tone('end'); say('Done. Well held.'); over(); }, words.current);
  const is_getting_ready = ends_at !== null && left_s > hold_s;
  return (
    <>
      <p class="lead">Hollow-body hold, {duration(hold_s)}. Shoulder blades off the floor, legs low, lower back pressed down. Bend the knees if the back lifts.</p>
      <LegFigure exercise="hollow_hold" turn_at_deg={null} label="Figure: lying, the legs held low." />
      <p class="phase-word" role="status">{ends_at === null ? '' : is_getting_ready ? 'Get ready' : 'Hold, and breathe'}</p>
      <Clock left_s={is_getting_ready ? left_s - hold_s : left_s} total_s={is_getting_ready ? kGetReady_s : hold_s} label="Warm-up, time left" />
      <div class="row centre">
        {ends_at === null && <button type="button" class="main big" onClick={begin}>Start the hold</button>}
        <button type="button" onClick={over}>{ends_at === null ? 'Skip the warm-up' : 'Enough'}</button>
      </div>
    </>
  );
}

interface ReadyProps { session: Session; send(event: SessionEvent): void; to_camera(): void; skip(): void }

export function Ready({ session, send, to_camera, skip }: ReadyProps) {
  const { day } = session;
  const goal = day.hold_s ?? day.reps ?? 0;
  return (
    <>
      <div class="ready-stage">
        <div>
          <OneSet day={day} />
          <Facts day={{ ...day, warm_up_hollow_hold_s: 0, sets: 1, retest: day.retest && session.set === 0 }} />
          {day.each_leg && (
            <fieldset class="inline">
              <legend>Legs</legend>
              <label><input type="radio" name="turn" checked={!session.is_in_turn} onChange={() => send({ do: 'in_turn', is_in_turn: false })} /> one and the other</label>
              <label><input type="radio" name="turn" checked={session.is_in_turn} onChange={() => send({ do: 'in_turn', is_in_turn: true })} /> all left, then all right</label>
            </fieldset>
          )}
        </div>
        <LegFigure exercise={day.exercise} turn_at_deg={day.turn_at_deg} />
      </div>
      <div class="row centre">
        <button type="button" class={day.retest ? 'big' : 'main big'} onClick={() => { say(day.each_leg ? 'Get ready, left leg first' : 'Get ready'); send({ do: 'count_in', now: Date.now() }); }}>
          {day.hold_s !== undefined ? 'Start, by the clock' : 'Start, by voice and tempo'}
        </button>
        <button type="button" class={day.retest ? 'main big' : 'big'} onClick={to_camera}>With the camera</button>
      </div>
      <div class="row centre">
        <button type="button" onClick={() => send({ do: 'stop', reps: day.hold_s !== undefined ? 0 : goal, hold_s: day.hold_s ?? null })}>I’ve done it already</button>
        <button type="button" onClick={skip}>Skip this set</button>
      </div>
    </>
  );
}

export function CountIn({ ends_at, day, over, cancel }: { ends_at: number; day: TrainingDay; over(): void; cancel(): void }) {
  const left_s = useCountdown(ends_at, kGetReady_s, over);
  return (
    <>
      <p class="phase-word" role="status">Get ready{day.turn_at_deg !== null && `: turn round at ${degrees(day.turn_at_deg)}`}</p>
      <p class="huge" aria-hidden="true">{Math.ceil(left_s)}</p>
      <p class="lead centre-text">{day.exercise.startsWith('hanging') || day.exercise === 'bird_dog' ? 'Take your position' : `Lie down, press the lower back to the floor${day.hold_s === undefined ? ', legs up' : ''}`}{day.each_leg && '; the left leg begins'}.</p>
      <div class="row centre"><button type="button" onClick={cancel}>Not yet</button></div>
    </>
  );
}

interface CameraProps { set: number; find(): Promise<Film[]>; found(films: Film[]): void; again(): void; by_hand(): void }

export function CameraBack({ set, find, found, again, by_hand }: CameraProps) {
  const [tries, set_tries] = useState(0);
  const [is_looking, set_looking] = useState(true);
  const [error, set_error] = useState<ApiError | null>(null);
  useEffect(() => {
    let is_gone = false;
    set_looking(true);
    set_error(null);
    find()
      .then((films) => {
        if (is_gone) return;
        if (films.length > 0) found(films);
        else set_looking(false);
      })
      .catch((e: unknown) => {
        if (is_gone) return;
        set_error(as_api_error(e));
        set_looking(false);
      });
    return () => { is_gone = true; };
  }, [tries]);
  if (is_looking) return <Waiting>Looking for the filmed set …</Waiting>;
  // It may well have come in: who does it again has done it twice.
  if (error !== null)
    return (
      <>
        <p class="lead">Whether a film of set {set + 1} came in can’t be told now.</p>
        <Complaint error={error} />
        <div class="row centre">
          <button type="button" class="main big" onClick={() => set_tries(tries + 1)}>Try again</button>
          <button type="button" class="big" onClick={by_hand}>Go on without it</button>
        </div>
      </>
    );
  return (
    <>
      <p class="lead">Set {set + 1} was to be filmed, but no film of it came in.</p>
      <div class="row centre">
        <button type="button" class="main big" onClick={again}>With the camera</button>
        <button type="button" class="big" onClick={by_hand}>Without the camera</button>
      </div>
    </>
  );
}

interface AfterProps {
  day: TrainingDay; reps: number; hold_s: number | null; error: ApiError | null;
  keep(reps: number | null, hold_s: number | null, rpe: number | null, note: string): void; again(): void;
}

export function AfterSet({ day, reps, hold_s, error, keep, again }: AfterProps) {
  const is_hold = day.hold_s !== undefined;
  const [amount, set_amount] = useState(Math.round(is_hold ? hold_s ?? 0 : reps));
  const [rpe, set_rpe] = useState<number | null>(null);
  const [note, set_note] = useState('');
  const step = (by: number) => set_amount(Math.max(0, amount + by));
  const label = is_hold ? 'Seconds held' : day.each_leg ? 'Reps with each leg' : 'Reps';
  return (
    <form onSubmit={(e) => { e.preventDefault(); keep(is_hold ? null : amount, is_hold ? amount : null, rpe, note.trim()); }} noValidate>
      <div class="stepper">
        <label for="amount">{label}</label>
        <div>
          <button type="button" aria-label="One less" onClick={() => step(-1)}>−</button>
          <input id="amount" type="number" min={0} max={3600} value={amount} onInput={(e) => set_amount(Math.max(0, Math.round(Number(e.currentTarget.value) || 0)))} />
          <button type="button" aria-label="One more" onClick={() => step(1)}>+</button>
        </div>
      </div>
      <Scale legend="How hard was it?" from={1} value={rpe} change={set_rpe} ends={kEffort} is_optional />
      <div class="field">
        <label for="set-note">Note <span class="faint">(optional)</span></label>
        <input id="set-note" value={note} maxLength={500} onInput={(e) => set_note(e.currentTarget.value)} />
      </div>
      <Complaint error={error} />
      <div class="row centre">
        <button type="submit" class="main big" disabled={amount === 0}>Keep the set</button>
        <button type="button" class="big" onClick={again}>Do it again</button>
      </div>
      {amount === 0 && <p class="faint small centre-text">Nothing to keep with 0. To leave it out, go back with “Do it again” and skip the set.</p>}
    </form>
  );
}

interface RestProps { stage: Stage & { at: 'rest' }; next: number; last: Kept | undefined; day: TrainingDay; more(): void; over(): void }

export function Rest({ stage, next, last, day, more, over }: RestProps) {
  const left_s = useCountdown(stage.ends_at, stage.total_s, () => { tone('end'); say(`Set ${next}`); over(); });
  useEffect(() => say(`Rest, ${spoken_duration(left_s)}`), []); // once, as it begins
  const done = last === undefined ? '' : last.hold_s !== null ? `${last.hold_s} s held` : last.reps !== null ? counted(last.reps, 'rep') + (day.each_leg && last.how === 'hand' ? ' with each leg' : '') : '';
  return (
    <>
      <p class="lead centre-text good">Set {next - 1} kept{done !== '' && `: ${done}`}{last?.how === 'camera' && ', filmed'}.</p>
      <Clock left_s={left_s} total_s={stage.total_s} label="Rest, time left" />
      <span class="hidden" role="status">{left_s <= 10 ? 'ten seconds of rest left' : left_s <= 30 ? 'thirty seconds of rest left' : ''}</span>
      <p class="centre-text faint">Breathe; let the back settle. Then set {next}.</p>
      <div class="row centre">
        <button type="button" class="main big" onClick={over}>Start set {next} now</button>
        <button type="button" class="big" onClick={more}>30 s more</button>
      </div>
    </>
  );
}
