// After the set: what it was, the one thing to change, how hard it felt.
import { useState } from 'preact/hooks';
import { focus_once } from '../result/focus';
import { go } from '../route';
import { end_range_title, headline, median_tempo } from '../result/words';
import { Effort } from '../parts/effort';
import { saved_session } from '../parts/session';
import { useWho } from '../parts/who';
import { discard } from './session';
import type { Film } from '../types';
import type { Finished } from './types';

export function Summary({ finished, titles, on_again }: { finished: Finished; titles: (id: string) => string; on_again: () => void }) {
  const [message, set_message] = useState<string | null>(null);
  const [is_asking, ask] = useState(false);
  const [is_gone, set_gone] = useState(false);
  const { film, analysis } = finished;
  const { about, person } = useWho();
  const has_session = saved_session(person.id, about.today) !== null;
  const discard_it = (of: Film) =>
    discard(of).then(() => set_gone(true), (error: unknown) => set_message(error instanceof Error ? error.message : String(error)));

  const back = has_session && <a class="button main" href="#/today">Back to the session</a>;
  // Measured, but not stored: what it was is shown all the same, to be written down.
  if (!film && analysis && !is_gone && analysis.reps.some((rep) => rep.complete))
    return (
      <section class="card live-summary">
        <h2 tabIndex={-1} data-focus>{headline(analysis, titles)}</h2>
        <p class="bad" role="alert">It couldn’t be kept: {finished.message ?? 'the journal can’t be written.'} Log it by hand on Today.</p>
        <dl class="facts"><dt>Tempo</dt><dd>{median_tempo(analysis)}</dd><dt>End range</dt><dd>{end_range_title(analysis)}</dd></dl>
        <div class="actions">{back}<button onClick={on_again}>Film a set</button></div>
      </section>
    );
  if (!film || !analysis || is_gone)
    return (
      <section class="card live-summary">
        <h2 tabIndex={-1} data-focus>{is_gone ? 'The set is discarded' : 'Nothing was measured'}</h2>
        {!is_gone && <p>{finished.message ?? analysis?.view.problems[0]?.message ?? 'No complete rep or hold was seen.'}</p>}
        {is_gone && <p>Neither the journal nor the films hold it.</p>}
        <div class="actions">{back}<button class={has_session ? '' : 'main'} onClick={on_again}>Film a set</button></div>
      </section>
    );

  const tempo = median_tempo(analysis);
  return (
    <section class="card live-summary">
      <h2 tabIndex={-1} data-focus>{headline(analysis, titles)}</h2>
      <dl class="facts">
        {tempo && <><dt>Tempo</dt><dd><b class="figures">{tempo}</b> <span class="faint">lower–bottom–lift–top, seconds</span></dd></>}
        <dt>End range</dt><dd>{end_range_title(analysis)}</dd>
        {analysis.advice.cue && <><dt>The one thing to change</dt><dd><b>{analysis.advice.cue}</b> <span class="faint">{analysis.advice.message}</span></dd></>}
        {!analysis.advice.cue && analysis.advice.next_reason && <><dt>Next</dt><dd>{analysis.advice.next_reason}</dd></>}
      </dl>
      <Effort key={film.id} film={film} hint="The figures are kept in the journal; the pictures are not." />
      {message && <p class="bad" role="alert">{message}</p>}
      <div class="actions">
        {back}
        <button class={has_session ? '' : 'main'} onClick={() => go('films', film.id)}>The whole result</button>
        <button onClick={on_again}>Another set</button>
        {!is_asking && <button class="quiet" onClick={() => ask(true)}>Discard the set…</button>}
        {is_asking && (
          <span class="confirm">
            <button class="danger" onClick={() => void discard_it(film)}>Yes, discard it</button>
            <button ref={focus_once} onClick={() => ask(false)}>Keep it</button>
          </span>
        )}
      </div>
    </section>
  );
}
