// Films under way, told by the server as they change: a small status in the frame on every page.
import { useEffect, useState } from 'preact/hooks';
import { get } from '../api';
import { hear_films } from '../result/film_events';
import type { Film } from '../types';
import { counted } from '../words';

const is_open = (film: Film) => film.state === 'queued' || film.state === 'analysing' || film.state === 'drawing';

/// Fired when a film of this person is done: its set is in the journal, and what pages show is out of date.
export const kFilmDone = 'endrange-film-done';

export function useFilmDone(then: () => void): void {
  useEffect(() => {
    addEventListener(kFilmDone, then);
    return () => removeEventListener(kFilmDone, then);
  }, [then]);
}

export function FilmsStatus({ person }: { person: string }) {
  const [open, set_open] = useState<Map<string, Film>>(new Map());
  const [ready, set_ready] = useState<Film | null>(null);
  const [is_lost, set_lost] = useState(false);
  useEffect(() => {
    let known = new Map<string, Film>();
    const take = (film: Film) => {
      if (film.person !== person) return;
      const was_open = known.has(film.id);
      known = new Map(known);
      if (is_open(film)) known.set(film.id, film);
      else known.delete(film.id);
      set_open(known);
      if (was_open && !is_open(film)) {
        set_ready(film);
        if (film.state === 'done') dispatchEvent(new Event(kFilmDone));
      }
    };
    const ask = () => get<{ films: Film[] }>(`/people/${person}/films`)
      .then(({ films }) => {
        known = new Map(films.filter(is_open).map((f) => [f.id, f]));
        set_open(known);
      })
      .catch(() => undefined); // the stream tells whether the server is there
    // After a break films may have come to their end unheard.
    return hear_films(take, () => { set_lost(false); void ask(); }, () => set_lost(true));
  }, [person]);

  const [first] = open.values();
  const share = first?.share ?? null;
  let text = '', to = '#/film';
  if (first !== undefined) {
    const doing = first.state === 'drawing' ? 'drawn' : 'analysed';
    const many = open.size > 1 ? `${counted(open.size, 'film')} being ${doing}` : `Film being ${doing}`;
    text = share !== null && first.state !== 'queued' ? `${many}, ${Math.round(100 * share)} %` : many;
  } else if (ready !== null) {
    text = ready.state === 'done' ? 'Film ready: see the result' : 'A film couldn’t be measured: see why';
    if (ready.state === 'done') to = `#/films/${ready.id}`;
  }
  // Read out when films begin or end, not at each percent.
  const spoken = first !== undefined ? `${counted(open.size, 'film')} being analysed` : text;
  return (
    <div class="films-status">
      <span class="hidden" role="status">{spoken}{is_lost ? ' endrange isn’t answering.' : ''}</span>
      {is_lost && <span class="chip bad" title="Start it with: endrange serve --open">not running</span>}
      {text !== '' && <a class={first !== undefined ? 'chip busy' : 'chip'} href={to} onClick={() => set_ready(null)}>{text}</a>}
    </div>
  );
}
