// A film of the list: what state it is in, and what can be done with it.
import { useState } from 'preact/hooks';
import { request } from '../api';
import type { Film } from '../types';
import { forget_file } from './files';
import { focus_once } from './focus';
import { counted, found_text, held_text } from '../words';

function share_text(share: number | null): string {
  return share === null ? '' : ` ${Math.round(100 * share)} %`;
}

export function state_text(film: Film): string {
  switch (film.state) {
    case 'queued': return film.position !== null && film.position > 0 ? `Waiting, number ${film.position} in the queue` : 'Waiting';
    case 'analysing': return `Analysing${share_text(film.share)}`;
    case 'drawing': return `Drawing the video${share_text(film.share)}`;
    case 'done': return result_text(film);
    case 'nothing': return film.message ?? 'Nothing to measure was found in it.';
    case 'failed': return film.message ?? 'The analysis failed.';
  }
}

function result_text(film: Film): string {
  const reps = film.reps === null || film.reps === 0 ? '' : counted(film.reps, 'rep');
  const e = film.end_range;
  const range = e?.status === 'found' ? `end range ${found_text(e)}`
    : e?.status === 'not_reached' ? `back held ${held_text(e.lowest_held_deg)}`
    : e ? 'end range not measured' : '';
  return [reps, range].filter(Boolean).join(', ') || 'Done';
}

export function FilmStateLine({ film }: { film: Film }) {
  const is_running = film.state === 'analysing' || film.state === 'drawing';
  const tone = film.state === 'failed' ? 'bad' : film.state === 'nothing' ? 'watch' : film.state === 'done' ? '' : 'faint';
  return (
    <>
      <p class={`state ${tone}`}>{state_text(film)}</p>
      {is_running && <progress max="1" value={film.share ?? undefined} aria-label={`${film.name}: ${state_text(film)}`} />}
    </>
  );
}

export function FilmRow({ film, titles, on_gone, on_error }: { film: Film; titles: (id: string) => string; on_gone: () => void; on_error: (message: string) => void }) {
  const [is_asking, ask] = useState(false);
  const is_open = film.state === 'done' || film.state === 'nothing';
  const remove = async () => {
    try {
      await request('DELETE', `/films/${film.id}`);
      forget_file(film.id);
      on_gone();
    } catch (error) {
      on_error(error instanceof Error ? error.message : String(error));
    }
  };
  const when = new Date(film.added).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li class="film-row">
      <div class="film-text">
        <p class="film-name">
          {film.state === 'done' ? <a href={`#/films/${film.id}`}>{film.source === 'live' ? 'Live set' : film.name}</a> : <b>{film.source === 'live' ? 'Live set' : film.name}</b>}
          <span class="faint"> {film.exercise && film.state === 'done' ? `${titles(film.exercise)} · ` : ''}{when}</span>
        </p>
        <FilmStateLine film={film} />
      </div>
      <div class="film-actions">
        {is_open && <a class="button" href={`#/films/${film.id}`}>{film.state === 'done' ? 'Open' : 'Details'}<span class="hidden"> {film.name}</span></a>}
        {!is_asking && <button class="quiet" onClick={() => ask(true)}>{is_open || film.state === 'failed' ? 'Delete' : 'Stop'}<span class="hidden"> {film.name}</span></button>}
        {is_asking && <><button class="danger" onClick={() => void remove()}>{is_open || film.state === 'failed' ? 'Delete it' : 'Stop and delete'}</button><button ref={focus_once} onClick={() => ask(false)}>Keep</button></>}
      </div>
    </li>
  );
}
