// One film's result: the answer first, then the film with its plots, the reps, the forces, and what couldn't be judged.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { ApiError, get, request } from '../api';
import { go } from '../route';
import { Effort } from '../parts/effort';
import { useHeadingOf } from '../parts/heading';
import { useTitles, useWho } from '../parts/who';
import { make_clock } from '../result/clock';
import { hear_films } from '../result/film_events';
import { forget_file } from '../result/files';
import { focus_once } from '../result/focus';
import { FilmStateLine } from '../result/film_row';
import { HowToFilm } from '../result/how_to_film';
import { Findings, NotJudged } from '../result/findings';
import { Loads } from '../result/loads';
import { Player } from '../result/player';
import { Plots } from '../result/plots';
import { Reps } from '../result/reps';
import { parse_series, type Series } from '../result/series';
import type { Analysis } from '../result/types';
import { check_title } from '../result/checks';
import { capital, degrees, held_text, number_text, seconds } from '../words';
import { criterion_mm, details, end_range_meaning, headline } from '../result/words';
import type { Film } from '../types';
import '../style-film.css';

interface Loaded { analysis: Analysis; series: Series | null }

function EndRangeCard({ analysis }: { analysis: Analysis }) {
  const e = analysis.end_range;
  const [value, label] =
    e.status === 'found' ? [degrees(e.deg), `end range, ${degrees(e.low_deg)} to ${degrees(e.high_deg)}`]
    : e.status === 'not_reached' ? [e.lowest_held_deg === null ? '–' : `≤ ${degrees(Math.max(0, e.lowest_held_deg))}`, `end range not reached: the back held ${held_text(e.lowest_held_deg)}`]
    : ['–', 'end range not measured'];
  return (
    <section class={`card answer-range ${e.status}`} aria-label="End range">
      <p class="figure">{value}</p>
      <div>
        <p class="label">{label}</p>
        {e.status === 'not_measured' && e.reason && <p>Because {e.reason}.</p>}
        <p class="faint">{end_range_meaning(analysis)}{e.criterion && e.status !== 'not_measured' ? ` Counted as lost: ${e.criterion}.` : ''}</p>
      </div>
    </section>
  );
}

function Pictures({ film, analysis }: { film: Film; analysis: Analysis }) {
  const [missing, set_missing] = useState<string[]>([]);
  const pictures = [
    ['lower_back', analysis.end_range.status === 'found' ? `The lower back as it begins to leave the floor in one rep; over the set that is at ${degrees(analysis.end_range.deg)}.` : 'The lower back where it is highest.'],
    ['lower_back_x10', 'Six moments of one lowering, with the back’s movement drawn ten times larger than it was.'],
  ] as const;
  // As the report makes them (src/report/moments.cpp): asking for one that isn't there is an error in the browser's log.
  const limit = criterion_mm(analysis);
  const is_lifted = analysis.reps.some((rep) => rep.end_range_deg !== null || (limit !== null && (rep.lumbar_lift_max_mm ?? 0) > limit));
  const is_made = { lower_back: is_lifted, lower_back_x10: analysis.end_range.status !== 'not_measured' };
  const shown = pictures.filter(([id]) => is_made[id] && !missing.includes(id));
  if (film.source === 'live' || shown.length === 0) return null;
  return (
    <section class="card pictures" aria-labelledby="lower-back">
      <h2 id="lower-back">The lower back</h2>
      <div class="picture-row">
        {shown.map(([id, caption]) => (
          <figure key={id}>
            <img src={`/api/v1/films/${film.id}/pictures/${id}`} alt={caption} onError={() => set_missing((before) => [...before, id])} />
            <figcaption>{caption}</figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}

function Holds({ analysis, titles }: { analysis: Analysis; titles: (id: string) => string }) {
  if (analysis.holds.length === 0) return null;
  return (
    <section class="card">
      <h2>Holds</h2>
      <ul class="plain">
        {analysis.holds.map((hold) => (
          <li key={hold.start_s}>
            <b>{seconds(hold.end_s - hold.start_s)}</b> {titles(hold.exercise).toLowerCase()}, from {seconds(hold.start_s)}
            {hold.leg_elevation_deg !== null && `, legs at ${degrees(hold.leg_elevation_deg)}`}
            {hold.broke_by && `; ended by the ${hold.broke_by} giving way`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Keep({ film, has_result }: { film: Film; has_result: boolean }) {
  const [is_asking, ask] = useState(false);
  const [message, set_message] = useState<string | null>(null);
  const remove = async () => {
    try {
      await request('DELETE', `/films/${film.id}`);
      forget_file(film.id);
      go('film');
    } catch (error) {
      set_message(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section class="card" aria-labelledby="keep">
      <h2 id="keep">{has_result ? 'Take it with you, or delete it' : 'Delete it'}</h2>
      <div class="actions">
        {has_result && <a class="button" href={`/api/v1/films/${film.id}/analysis`} download={`${film.name}.analysis.json`}>Result (JSON)</a>}
        {has_result && <a class="button" href={`/api/v1/films/${film.id}/series`} download={`${film.name}.series.csv`}>Every frame (CSV)</a>}
        {film.has_video && <a class="button" href={`/api/v1/films/${film.id}/video`} download={`${film.name}.annotated.mp4`}>Video</a>}
        {!is_asking && <button class="quiet" onClick={() => ask(true)}>Delete this film…</button>}
        {is_asking && <span class="confirm"><button class="danger" onClick={() => void remove()}>Yes, delete the film</button><button ref={focus_once} onClick={() => ask(false)}>Keep it</button></span>}
      </div>
      <p class="faint">{message ?? 'The set stays in the journal when the film is deleted.'}</p>
    </section>
  );
}

function Shown({ film, loaded }: { film: Film; loaded: Loaded }) {
  const { analysis, series } = loaded;
  const titles = useTitles();
  const person = useWho().people.find((p) => p.id === film.person) ?? null;
  const clock = useMemo(() => make_clock(Math.max(analysis.clip.duration_s, series?.at_s[series.rows - 1] ?? 0)), [film.id]);
  const advice = analysis.advice;
  const is_nothing = film.state === 'nothing';
  return (
    <div class="result">
      <h1>{headline(analysis, titles)}</h1>
      <p class="faint under-title">{film.source === 'live' ? 'Filmed live' : film.name} · {new Date(film.added).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })} · {seconds(analysis.clip.duration_s, 0)}</p>
      <p>{details(analysis)}</p>
      {is_nothing && <section class="card" role="note"><p class="cue-text">{film.message ?? 'No leg raise could be seen in it.'}</p></section>}
      {!is_nothing && <div class="answers">
        <EndRangeCard analysis={analysis} />
        {(advice.cue || advice.next_reason) && (
          <section class="card answer-change" aria-label="The one thing to change">
            <p class="tag">{advice.cue ? 'The one thing to change' : 'Next'}</p>
            {advice.cue && <p class="cue-text">{advice.cue}</p>}
            {advice.cue && <p class="faint">{advice.message}</p>}
            {advice.next_reason && <p>{advice.next_exercise && advice.next_exercise !== analysis.exercise.id ? `Next: ${titles(advice.next_exercise)}. ` : ''}{capital(advice.next_reason)}.</p>}
          </section>
        )}
      </div>}
      {!is_nothing && <div class={series ? 'watch-grid' : ''}>
        {series && <section class="card watched" aria-label="The film"><Player film={film} analysis={analysis} series={series} clock={clock} /></section>}
        <div>
          <Findings analysis={analysis} clock={clock} check_title={check_title} />
          {series && <Plots analysis={analysis} series={series} clock={clock} />}
        </div>
      </div>}
      {series && <Reps analysis={analysis} series={series} clock={clock} />}
      <Holds analysis={analysis} titles={titles} />
      <Pictures film={film} analysis={analysis} />
      <Loads analysis={analysis} person={person} />
      <NotJudged analysis={analysis} check_title={check_title} />
      {is_nothing && <HowToFilm />}
      {!is_nothing && <section class="card" aria-label="Effort"><Effort key={film.id} film={film} hint="" /></section>}
      <Keep film={film} has_result />
      <p class="faint">
        Exercise {analysis.exercise.source === 'given' ? 'as given' : `recognised: ${analysis.exercise.reason}`}.
        {analysis.view.angle_error_deg !== null && ` A single leg angle is good to about ±${number_text(2 * analysis.view.angle_error_deg)}°.`} Heights in millimetres rest on a height of {number_text(analysis.subject.height_m, 2)} m{analysis.subject.height_source === 'assumed' ? ' (assumed: enter yours under You)' : ''}. endrange {analysis.version}, model {analysis.pose.model}. A training tool, not a medical device.
      </p>
    </div>
  );
}

/// Of one film: another one's result is another page (key).
export function ResultPage({ film: id }: { film: string }) {
  const [film, set_film] = useState<Film | null>(null);
  const [loaded, set_loaded] = useState<Loaded | null>(null);
  const [error, set_error] = useState<string | null>(null);
  const [is_gone, set_gone] = useState(false);
  const failed = (failure: unknown) => set_error(failure instanceof ApiError ? failure.message : String(failure));

  useEffect(() => {
    // Also at each new connection: what happened while nobody listened.
    const ask = () => get<Film>(`/films/${id}`).then(set_film);
    ask().catch(failed);
    return hear_films({
      on_film: (changed) => { if (changed.id === id) set_film(changed); },
      on_gone: (gone) => { if (gone === id) set_gone(true); },
      on_hello: () => void ask().catch((failure: unknown) => { if (failure instanceof ApiError && failure.status === 404) set_gone(true); }),
    });
  }, [id]);

  const is_done = film?.state === 'done' || film?.state === 'nothing';
  useEffect(() => {
    if (!is_done) return;
    Promise.all([
      get<Analysis>(`/films/${id}/analysis`),
      request('GET', `/films/${id}/series`).then((answer) => answer.text()).then(parse_series, () => null),
    ]).then(
      ([analysis, series]) => set_loaded({ analysis, series: series && series.rows > 1 ? series : null }),
      // Of a clip in which nothing was found there may be no more to show than the reason.
      (failure: unknown) => { if (film?.state !== 'nothing') failed(failure); },
    );
  }, [id, is_done]);
  useHeadingOf(is_gone ? 'gone' : error ? 'error' : loaded ? 'result' : film ? 'film' : 'nothing yet');

  if (is_gone || error)
    return (
      <section class="card" role="alert">
        <h1>{is_gone ? 'This film is deleted' : 'This result can’t be shown'}</h1>
        <p>{is_gone ? 'Its result went with it; the set stays in the journal.' : error}</p>
        <a class="button" href="#/film">To the films</a>
      </section>
    );
  if (film && loaded) return <Shown film={film} loaded={loaded} />;
  return (
    <>
      <section class="card"><h1>{film ? film.name : 'Loading…'}</h1>{film && <FilmStateLine film={film} />}</section>
      {film?.state === 'nothing' && <HowToFilm />}
      {film && <Keep film={film} has_result={false} />}
    </>
  );
}
