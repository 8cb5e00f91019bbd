// What to do today; while a session is under way, the session.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { drop_goal, keep_goal } from '../live/goal';
import { go } from '../route';
import type { Plan, TrainingDay } from '../types';
import { useFilmDone } from '../parts/films_status';
import { TroubleCard, Waiting, useLoaded } from '../parts/loaded';
import { LogSetDialog } from '../parts/log_set';
import { RungCard, StopCard, WeekCard, WhyCard, kMedical } from '../parts/plan_cards';
import { Player } from '../parts/player';
import { ProgramCard } from '../parts/program_card';
import { goal_of, new_session, save_session, saved_session, type Session } from '../parts/session';
import { SymptomDialog } from '../parts/symptom_form';
import { allow_sound } from '../parts/voice';
import { useWho } from '../parts/who';
import { is_training, long_day, when } from '../parts/words';

function film(day: TrainingDay | null, person: string) {
  // Filmed outside of a session, and without a plan for the day, the live page has no goal to lead to.
  if (day === null) drop_goal();
  else keep_goal(goal_of(day), person, day.day);
  go('live');
}

export function TodayPage() {
  const { about, person } = useWho();
  const program = useLoaded<Plan>(`/people/${person.id}/program?days=7`);
  const [session, set_session] = useState<Session | null>(() => saved_session(person.id, about.today));
  const [asks, set_asks] = useState<'log' | 'felt' | null>(null);
  const [told, set_told] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const { reload, put } = program;
  useFilmDone(useCallback(() => void reload(), [reload]));
  useEffect(() => {
    // Who comes back to a tab left open wants this day's program, not yesterday's.
    const back = () => { if (!document.hidden) void reload(); };
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, [reload]);

  // What had the focus is gone.
  function to_heading() {
    scrollTo(0, 0);
    setTimeout(() => heading.current?.focus(), 0);
  }
  function end_session() {
    save_session(null);
    drop_goal();
    set_session(null);
    void reload();
    to_heading();
  }
  function felt(plan: Plan) {
    put(plan);
    // After a stop nothing goes on by itself.
    if (plan.stopped !== null) {
      save_session(null);
      drop_goal();
      set_session(null);
    }
    set_told(plan.stopped !== null ? 'Kept. No training for now: see what to do below.' : 'Kept. The plan has taken it into account.');
    to_heading();
  }
  if (session !== null)
    return <Player session={session} told={told} change={(s) => { save_session(s); set_session(s); set_told(''); }} end={end_session} felt={felt} />;

  const plan = program.data;
  const today = plan?.days[0];
  const next = plan?.days.find(is_training);
  const is_today = next !== undefined && next === today;
  const is_done = is_today && next.sets_done >= next.sets;
  const begin = () => {
    if (next === undefined) return;
    allow_sound(); // now, while it is a click that asks for it
    const s = new_session(person.id, next);
    save_session(s);
    set_session(s);
    scrollTo(0, 0);
  };
  const film_button = <button type="button" onClick={() => film(is_today ? next : null, person.id)}>Film a set</button>;
  const log_button = <button type="button" onClick={() => set_asks('log')}>Log by hand</button>;
  const felt_button = <button type="button" onClick={() => set_asks('felt')}>I felt something</button>;
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>{plan !== null ? <>Today <span class="faint">{long_day(plan.today)}</span></> : 'Today'}</h1>
      <p role="status" class={told !== '' ? 'told' : 'hidden'}>{told}</p>
      {program.error !== null && <TroubleCard error={program.error} retry={() => void reload()} />}
      {plan === null && program.error === null && <Waiting />}
      {plan !== null && plan.stopped !== null && (
        <StopCard plan={plan} felt={() => set_asks('felt')} changed={(p) => { put(p); set_told('All clear is kept.'); }} />
      )}
      {plan !== null && plan.stopped === null && (
        <div class="today">
          <div>
            {!is_today && (
              <section class="card rest-day">
                <h2>Rest day</h2>
                <p>{next !== undefined
                  ? <>Nothing to do today: rest is when it gets easier. The next session is <strong>{when(next.day, plan.today)}</strong>.</>
                  : 'Nothing to do today, and no session in the next days.'}</p>
                <div class="row">{film_button}{log_button}{felt_button}</div>
              </section>
            )}
            {next !== undefined && (
              <ProgramCard day={next} heading={is_today ? (is_done ? 'Done for today' : 'Today’s session') : `Next session, ${when(next.day, plan.today)}`}>
                {is_today && (
                  <>
                    <button type="button" class={is_done ? '' : 'main'} onClick={begin}>{is_done ? 'One more set' : next.sets_done > 0 ? 'Go on with the session' : 'Start the session'}</button>
                    {film_button}{log_button}{felt_button}
                  </>
                )}
              </ProgramCard>
            )}
          </div>
          <div>
            {next !== undefined && <WhyCard day={next} today={plan.today} />}
            <WeekCard plan={plan} />
            <RungCard chosen={() => { set_told('Kept: the plan follows your choice.'); void reload(); }} />
          </div>
        </div>
      )}
      <p class="medical faint small">{kMedical}</p>
      {asks === 'log' && <LogSetDialog day={next ?? null} closed={() => set_asks(null)} kept={() => { set_told('The set is kept.'); void reload(); }} />}
      {asks === 'felt' && <SymptomDialog closed={() => set_asks(null)} told={felt} />}
    </>
  );
}
