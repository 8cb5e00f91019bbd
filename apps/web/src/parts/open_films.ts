// Which films of a person are under way, and which have come to their end. Pure.
import type { Film } from '../types';

export type OpenFilms = ReadonlyMap<string, Film>;
export interface Change { open: OpenFilms; ended: Film[] }

const is_open = (film: Film) => film.state === 'queued' || film.state === 'analysing' || film.state === 'drawing';

/// A film has changed.
export function with_change(before: OpenFilms, film: Film): Change {
  const open = new Map(before);
  if (is_open(film)) open.set(film.id, film);
  else open.delete(film.id);
  return { open, ended: before.has(film.id) && !is_open(film) ? [film] : [] };
}

/// All films, as they are after a break: some may have come to their end unheard.
export function with_all(before: OpenFilms, films: readonly Film[]): Change {
  return {
    open: new Map(films.filter(is_open).map((film) => [film.id, film])),
    ended: films.filter((film) => before.has(film.id) && !is_open(film)),
  };
}

export function without(before: OpenFilms, id: string): OpenFilms {
  const open = new Map(before);
  open.delete(id);
  return open;
}
