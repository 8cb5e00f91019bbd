// Around the program: why it is what it is, the days after it, and the stop.
import { useState } from 'preact/hooks';
import { send, type ApiError } from '../api';
import type { Plan, PlanDay } from '../types';
import { Complaint } from './loaded';
import { as_api_error, useWho } from './who';
import { amount, is_training, long_day, plain } from './words';

export const kMedical = 'A training tool, not a medical device. Painful popping, leg pain, numbness or weakness: stop, and see a professional.';

export function WhyCard({ day, today }: { day: PlanDay; today: string }) {
  if (day.because.length === 0) return null;
  const sentences = day.because.map((s) => plain(s, today));
  // What is missing for the next step has a sentence of its own; these are its beginnings.
  const is_next = (s: string) => /^(On the way to|For |Before the ladder)/.test(s);
  const next = sentences.filter(is_next), why = sentences.filter((s) => !is_next(s));
  return (
    <section class="card">
      <h2>Why this</h2>
      <ul class="sentences">{why.map((s) => <li key={s}>{s}</li>)}</ul>
      {next.length > 0 && (
        <>
          <h3>For the next step</h3>
          {next.map((s) => <p key={s}>{s}</p>)}
        </>
      )}
    </section>
  );
}

const kWeekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });

export function WeekCard({ plan }: { plan: Plan }) {
  return (
    <section class="card">
      <h2>The next days</h2>
      <ol class="week">
        {plan.days.map((day) => {
          const date = new Date(`${day.day}T12:00:00`);
          return (
            <li key={day.day} class={`${day.kind}${day.day === plan.today ? ' now' : ''}`}>
              <span class="hidden">{day.day === plan.today ? 'today, ' : ''}{long_day(day.day)}: </span>
              <span class="weekday" aria-hidden="true">{kWeekday.format(date)}</span>
              <span class="date" aria-hidden="true">{date.getDate()}</span>
              <span class="what">{is_training(day) ? amount(day).replaceAll(' ', '') : day.kind === 'rest' ? 'rest' : 'no training'}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

interface StopProps { plan: Plan; changed(plan: Plan): void; felt(): void }

export function StopCard({ plan, changed, felt }: StopProps) {
  const { person } = useWho();
  const [is_asking, set_asking] = useState(false);
  const [error, set_error] = useState<ApiError | null>(null);
  async function all_clear() {
    try {
      changed((await send<{ program: Plan }>('POST', `/people/${person.id}/symptoms`, { kind: 'all_clear' })).program);
    } catch (e) {
      set_error(as_api_error(e));
    }
  }
  const why = plan.days[0]?.because ?? [];
  const sentences = why.length > 0 ? why : [`Stopped because of ${plan.stopped}.`];
  return (
    <section class="card stop-card" aria-labelledby="stop">
      <p class="eyebrow">No training for now</p>
      <h2 id="stop">Stopped: {plan.stopped}</h2>
      {sentences.map((s) => <p key={s}>{plain(s, plan.today)}</p>)}
      <h3>What to do</h3>
      <ol>
        <li>Rest from leg raises, also the easy ones.</li>
        <li>Have a professional look at it.</li>
        <li>When it is gone, say so here. Training begins again with the first, easiest step.</li>
      </ol>
      <Complaint error={error} />
      {is_asking ? (
        <div class="row" role="group" aria-label="Is it gone?">
          <p class="wide"><strong>Is it really gone,</strong> also when you move and lift the legs?</p>
          <button type="button" class="main" onClick={() => void all_clear()}>Yes, all clear</button>
          <button type="button" onClick={() => set_asking(false)}>Not yet</button>
        </div>
      ) : (
        <div class="row">
          <button type="button" onClick={() => set_asking(true)}>It is gone</button>
          <button type="button" onClick={felt}>I felt something else</button>
        </div>
      )}
    </section>
  );
}

export function RungCard({ chosen }: { chosen(): void }) {
  const { about, person } = useWho();
  const { rungs } = about;
  const [rung, set_rung] = useState('');
  const [reason, set_reason] = useState('');
  const [error, set_error] = useState<ApiError | null>(null);
  if (rungs.length === 0) return null;
  async function choose() {
    try {
      await send('POST', `/people/${person.id}/choices`, { rung, ...(reason.trim() !== '' ? { reason: reason.trim() } : {}) });
      set_rung('');
      chosen();
    } catch (e) {
      set_error(as_api_error(e));
    }
  }
  return (
    <details class="card more">
      <summary>Choose another step yourself</summary>
      <form class="field-grid" onSubmit={(e) => { e.preventDefault(); void choose(); }}>
        <div class="field">
          <label for="rung">Step</label>
          <select id="rung" value={rung} required onChange={(e) => set_rung(e.currentTarget.value)}>
            <option value="">choose</option>
            {rungs.map((r) => <option key={r.id} value={r.id}>{r.title}</option>)}
          </select>
        </div>
        <div class="field">
          <label for="reason">Why <span class="faint">(optional)</span></label>
          <input id="reason" value={reason} maxLength={200} onInput={(e) => set_reason(e.currentTarget.value)} />
        </div>
        <Complaint error={error} />
        <div class="wide"><button type="submit">Train this from now on</button></div>
      </form>
    </details>
  );
}
