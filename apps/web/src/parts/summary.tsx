// The session's end: what was done, and what the coach makes of it.
import { useEffect } from 'preact/hooks';
import { say, tone } from './voice';
import type { Plan } from '../types';
import { TroubleCard, Waiting, useLoaded } from './loaded';
import type { Kept, Session } from './session';
import { useWho } from './who';
import { counted } from '../words';
import { amount, is_training, plain, when } from './words';

function done(kept: Kept, each: boolean): string {
  if (kept.how === 'skipped') return 'skipped';
  const what = kept.hold_s !== null ? `${kept.hold_s} s held` : kept.reps !== null ? `${counted(kept.reps, 'rep')}${each && kept.how === 'hand' ? ' with each leg' : ''}` : 'filmed';
  return what + (kept.rpe !== null ? `, effort ${kept.rpe} of 10` : '');
}

export function Summary({ session, end }: { session: Session; end(): void }) {
  const { person } = useWho();
  const program = useLoaded<Plan>(`/people/${person.id}/program?days=7`);
  useEffect(() => {
    tone('end');
    say('Session done. Well done.');
  }, []);
  const plan = program.data;
  const next = plan?.days.find((d) => is_training(d) && d.day > plan.today);
  const today = plan?.days[0];
  const why = (next?.because.length ? next : today)?.because ?? [];
  return (
    <>
      <ol class="kept">
        {session.kept.map((k) => (
          <li key={k.set}>
            <span>Set {k.set + 1}</span> <strong>{done(k, session.day.each_leg)}</strong>
            {k.film !== null && <a href={`#/films/${k.film}`}>see the result</a>}
          </li>
        ))}
      </ol>
      <h3>What comes next</h3>
      {program.error !== null && <TroubleCard error={program.error} retry={() => void program.reload()} />}
      {plan === null && program.error === null && <Waiting />}
      {plan !== null && (
        <>
          <p class="lead">
            {plan.stopped !== null ? `No training for now: ${plan.stopped}.`
              : next !== undefined && is_training(next) ? <>{next.title}, <strong>{amount(next)}</strong>, {when(next.day, plan.today)}.</>
              : 'Rest. No session in the next days.'}
          </p>
          {why.length > 0 && <ul class="sentences">{why.map((s) => <li key={s}>{plain(s, plan.today)}</li>)}</ul>}
        </>
      )}
      <div class="row centre">
        <button type="button" class="main big" onClick={end}>Back to today</button>
        <a class="button big" href="#/progress" onClick={end}>See the progress</a>
      </div>
    </>
  );
}
