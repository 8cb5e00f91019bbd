// Films under way, told by the server as they change: a small status in the frame on every page.
import { useEffect, useState } from 'preact/hooks';
import { get } from '../api';
import { forget_file } from '../result/files';
import { hear_films, type Lost } from '../result/film_events';
import type { Film } from '../types';
import { counted } from '../words';
import { with_all, with_change, without, type Change, type OpenFilms } from './open_films';

/// Fired when a film of this person is done: its set is in the journal, and what pages show is out of date.
export const kFilmDone = 'endrange-film-done';

export function useFilmDone(then: () => void): void {
  useEffect(() => {
    addEventListener(kFilmDone, then);
    return () => removeEventListener(kFilmDone, then);
  }, [then]);
}

/// locked: whether the server knows this browser.
export function FilmsStatus({ person, locked }: { person: string; locked(is_locked: boolean): void }) {
  const [open, set_open] = useState<OpenFilms>(new Map());
  const [ready, set_ready] = useState<Film | null>(null);
  const [lost, set_lost] = useState<Lost | null>(null);
  useEffect(() => {
    let known: OpenFilms = new Map();
    let is_over = false;
    const take = (change: Change) => {
      known = change.open;
      set_open(known);
      const last = change.ended.at(-1);
      if (last !== undefined) set_ready(last);
      if (change.ended.some((film) => film.state === 'done')) dispatchEvent(new Event(kFilmDone));
    };
    const ask = () => get<{ films: Film[] }>(`/people/${person}/films`)
      .then(({ films }) => { if (!is_over) take(with_all(known, films)); })
      .catch(() => undefined); // the stream tells whether the server is there
    const off = hear_films({
      on_film: (film) => { if (film.person === person) take(with_change(known, film)); },
      on_gone: (id) => {
        forget_file(id);
        take({ open: without(known, id), ended: [] });
        set_ready((film) => (film?.id === id ? null : film));
      },
      on_hello: () => {
        set_lost(null);
        locked(false);
        void ask();
      },
      on_lost: (why) => {
        set_lost(why);
        locked(why === 'locked');
      },
    });
    return () => {
      is_over = true;
      off();
    };
  }, [person, locked]);

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
      <span class="hidden" role="status">{spoken}{lost === 'offline' ? ' endrange isn’t answering.' : ''}</span>
      {lost === 'offline' && <span class="chip bad" title="Start it with: endrange serve --open">not running</span>}
      {lost === 'locked' && <span class="chip bad" title="Open the link that endrange printed when it started">locked</span>}
      {text !== '' && <a class={first !== undefined ? 'chip busy' : 'chip'} href={to} onClick={() => set_ready(null)}>{text}</a>}
    </div>
  );
}
