// Films at the server: the list, kept up to date by its events, and sending a clip.
import { useEffect, useState } from 'preact/hooks';
import { ApiError, get } from '../api';
import type { Film } from '../types';
import { hear_films } from './film_events';

// New ones first; an event about a known film takes its place.
export function with_film(films: readonly Film[], film: Film): Film[] {
  return films.some((f) => f.id === film.id) ? films.map((f) => (f.id === film.id ? film : f)) : [film, ...films];
}

export function useFilms(person: string): { films: Film[] | null; error: string | null; put: (film: Film) => void; remove: (id: string) => void } {
  const [films, set_films] = useState<Film[] | null>(null);
  const [error, set_error] = useState<string | null>(null);
  useEffect(() => {
    let is_over = false;
    const load = async () => {
      try {
        const answer = await get<{ films: Film[] }>(`/people/${person}/films`);
        if (!is_over) {
          set_films(answer.films);
          set_error(null);
        }
      } catch (failure) {
        if (!is_over) set_error(failure instanceof ApiError ? failure.message : String(failure));
      }
    };
    void load();
    const off = hear_films({
      on_film: (film) => { if (film.person === person) set_films((known) => (known === null ? known : with_film(known, film))); },
      on_gone: (id) => set_films((known) => known?.filter((film) => film.id !== id) ?? null),
      on_hello: () => void load(),
    });
    return () => {
      is_over = true;
      off();
    };
  }, [person]);
  return {
    films, error,
    put: (film) => set_films((known) => with_film(known ?? [], film)),
    remove: (id) => set_films((known) => known?.filter((film) => film.id !== id) ?? null),
  };
}

export interface Upload { done: Promise<Film>; abort: () => void }

// XMLHttpRequest, as fetch tells nothing of how much has gone.
export function upload(person: string, file: File, exercise: string, keep_video: boolean, on_share: (share: number) => void): Upload {
  const query = new URLSearchParams({ name: file.name, keep_video: keep_video ? '1' : '0' });
  if (exercise) query.set('exercise', exercise);
  const asked = new XMLHttpRequest();
  const done = new Promise<Film>((resolve, reject) => {
    asked.open('POST', `/api/v1/people/${person}/films?${query}`);
    asked.setRequestHeader('X-Endrange', '1');
    asked.setRequestHeader('Content-Type', 'application/octet-stream');
    asked.upload.onprogress = (event) => { if (event.lengthComputable) on_share(event.loaded / event.total); };
    asked.onerror = () => reject(new ApiError(0, 'offline', 'The clip couldn’t be sent: endrange isn’t running, or turned it away.'));
    asked.onabort = () => reject(new ApiError(0, 'aborted', 'Sending was stopped.'));
    asked.onload = () => {
      try {
        const answer = JSON.parse(asked.responseText) as Film & { error?: { id: string; message: string } };
        if (asked.status < 300) resolve(answer);
        else reject(new ApiError(asked.status, answer.error?.id ?? 'unknown', answer.error?.message ?? `The server answered ${asked.status}.`));
      } catch {
        reject(new ApiError(asked.status, 'unknown', `The server answered ${asked.status}.`));
      }
    };
    asked.send(file);
  });
  return { done, abort: () => asked.abort() };
}
