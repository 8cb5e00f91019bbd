// Clips on their way to the server, one after the other: two at once only make both slow. They go on while other pages
// are looked at.
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api';
import type { Film } from '../types';
import { remember_file } from './files';
import { upload, type Upload } from './films';

export interface Clip { person: string; file: File; exercise: string; keep_video: boolean }

export interface Row {
  key: number;
  person: string;
  name: string;
  share: number; // that has gone, 0…1
  is_sending: boolean; // else it waits, or has failed
  message: string | null; // why it failed
}

interface Listener { changed(): void; done?(film: Film): void }

export function make_uploads(send: (clip: Clip, on_share: (share: number) => void) => Upload, done: (film: Film, clip: Clip) => void) {
  let rows: Row[] = [];
  let next_key = 0;
  let queue: Promise<void> = Promise.resolve();
  const sending = new Map<number, Upload>();
  const listeners = new Set<Listener>();
  const set = (all: Row[]) => {
    rows = all;
    for (const listener of listeners) listener.changed();
  };
  const change = (key: number, some: Partial<Row>) => set(rows.map((row) => (row.key === key ? { ...row, ...some } : row)));
  const away = (key: number) => set(rows.filter((row) => row.key !== key));

  async function run(key: number, clip: Clip): Promise<void> {
    // Stopped while it waited.
    if (!rows.some((row) => row.key === key)) return;
    try {
      const going = send(clip, (share) => change(key, { share }));
      sending.set(key, going);
      change(key, { is_sending: true });
      const film = await going.done;
      done(film, clip);
      away(key);
      for (const listener of listeners) listener.done?.(film);
    } catch (failure) {
      if (failure instanceof ApiError && failure.id === 'aborted') away(key);
      else change(key, { is_sending: false, message: failure instanceof Error ? failure.message : String(failure) });
    } finally {
      sending.delete(key);
    }
  }

  return {
    rows: (): readonly Row[] => rows,
    // Whether closing the page would lose something.
    is_busy: (): boolean => rows.some((row) => row.message === null),
    add(clip: Clip, refused: string | null = null): void {
      const key = ++next_key;
      set([...rows, { key, person: clip.person, name: clip.file.name, share: 0, is_sending: false, message: refused }]);
      if (refused === null) queue = queue.then(() => run(key, clip));
    },
    stop(key: number): void {
      const going = sending.get(key);
      if (going) going.abort();
      else away(key);
    },
    listen(listener: Listener): () => void {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
  };
}

export const uploads = make_uploads(
  ({ person, file, exercise, keep_video }, on_share) => upload(person, file, exercise, keep_video, on_share),
  (film, { file }) => remember_file(film.id, film.person, file),
);

// The browser's own question, as it lets no page ask in its own words.
let is_warning = false;
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
uploads.listen({
  changed: () => {
    if (uploads.is_busy() === is_warning) return;
    is_warning = !is_warning;
    if (is_warning) addEventListener('beforeunload', warn);
    else removeEventListener('beforeunload', warn);
  },
});

export function useUploads(person: string, done: (film: Film) => void): readonly Row[] {
  const [rows, set_rows] = useState(uploads.rows());
  useEffect(() => {
    set_rows(uploads.rows());
    return uploads.listen({ changed: () => set_rows(uploads.rows()), done: (film) => { if (film.person === person) done(film); } });
  }, []);
  return rows.filter((row) => row.person === person);
}
