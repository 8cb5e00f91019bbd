// Two ways to have a set measured: live before the camera, or with clips that are there. Below, the films so far.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api';
import { Silhouette } from '../live/figures';
import { useTitles, useWho } from '../parts/who';
import { remember_file } from '../result/files';
import { FilmRow } from '../result/film_row';
import { upload, useFilms, type Upload } from '../result/films';
import { HowToFilm } from '../result/how_to_film';
import '../style-film.css';

interface Sending { key: number; name: string; share: number; message: string | null; upload: Upload | null }

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

let next_key = 0;

export function FilmPage() {
  const { about, person } = useWho();
  const { films, error, put, remove } = useFilms(person.id);
  const [exercise, set_exercise] = useState('');
  const [keep_video, set_keep_video] = useState(false);
  const [sending, set_sending] = useState<Sending[]>([]);
  const [is_over, set_over] = useState(false);
  const [message, set_message] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  // One after the other: two at once only make both slow.
  const queue = useRef<Promise<void>>(Promise.resolve());
  const titles = useTitles();

  const change = (key: number, some: Partial<Sending>) => set_sending((all) => all.map((s) => (s.key === key ? { ...s, ...some } : s)));
  const away = (key: number) => set_sending((all) => all.filter((s) => s.key !== key));

  async function send(file: File, key: number): Promise<void> {
    try {
      const going = upload(person.id, file, exercise, keep_video, (share) => change(key, { share }));
      change(key, { upload: going });
      const film = await going.done;
      remember_file(film.id, file);
      put(film);
      away(key);
    } catch (failure) {
      if (failure instanceof ApiError && failure.id === 'aborted') away(key);
      else change(key, { upload: null, message: failure instanceof ApiError ? failure.message : String(failure) });
    }
  }
  const add = (files: FileList | null | undefined) => {
    for (const file of files ?? []) {
      const key = ++next_key;
      const limit = about.upload_limit_bytes;
      const is_large = file.size > limit;
      const why = is_large ? `${file.name} has ${megabytes(file.size)}; at most ${megabytes(limit)} are taken. Cut it to the set.` : null;
      set_sending((all) => [...all, { key, name: file.name, share: 0, message: why, upload: null }]);
      if (!is_large) queue.current = queue.current.then(() => send(file, key));
    }
  };

  // All over the page: a clip that misses the frame would otherwise take the page's place.
  const adding = useRef(add);
  adding.current = add;
  useEffect(() => {
    const over = (event: DragEvent) => { event.preventDefault(); set_over(true); };
    const out = (event: DragEvent) => { if (event.relatedTarget === null) set_over(false); };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      set_over(false);
      adding.current(event.dataTransfer?.files);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', out);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', out);
      removeEventListener('drop', drop);
    };
  }, []);

  return (
    <div class="film-page">
      <h1>Film a set</h1>
      <div class="ways">
        <section class="card way" aria-labelledby="way-live">
          <h2 id="way-live">With the camera</h2>
          <div class="way-figure"><Silhouette head="left" /></div>
          <p>You lie down, and hear what to do: the set-up, each rep, the tempo, the one thing to change. Nothing but figures is kept.</p>
          <a class="button main big" href="#/live">Use the camera</a>
        </section>
        <section class={`card way drop${is_over ? ' is-over' : ''}`} aria-labelledby="way-clip">
          <h2 id="way-clip">A clip</h2>
          <p>Drop video files here, several at once if you like. The phone’s own file measures best; a messenger’s copy has lost the small movements.</p>
          <div class="actions">
            <button class="main big" onClick={() => picker.current?.click()}>Choose clips</button>
            <input ref={picker} class="hidden" type="file" accept="video/*,image/gif" multiple tabIndex={-1} aria-label="Clips"
              onChange={(e) => { add(e.currentTarget.files); e.currentTarget.value = ''; }} />
            <label class="button big only-touch file">Film now
              <input type="file" accept="video/*" capture="environment" onChange={(e) => { add(e.currentTarget.files); e.currentTarget.value = ''; }} />
            </label>
          </div>
          <div class="fields">
            <label>Exercise
              <select value={exercise} onChange={(e) => set_exercise(e.currentTarget.value)}>
                <option value="">Recognise it</option>
                {about.exercises.filter((x) => x.id !== 'other').map((x) => <option key={x.id} value={x.id}>{x.title}</option>)}
              </select>
            </label>
          </div>
          <label class="tick">
            <input type="checkbox" checked={keep_video} onChange={(e) => set_keep_video(e.currentTarget.checked)} /> Keep the video with the drawing in it
          </label>
          <p class="faint">{keep_video ? 'A video with the skeleton drawn in it, and pictures of the lower back, are kept on this computer until you delete the film. Your own clip isn’t.' : 'Your clip is deleted after the analysis, only the figures are kept. Pictures of the lower back stay until endrange is closed, and as long as this tab is open you can still watch the clip here.'}</p>
        </section>
      </div>
      <div class="uploads" aria-live="polite">
        {sending.map((s) => (
          <div key={s.key} class={`card sending${s.message ? ' has-failed' : ''}`}>
            <p><b>{s.name}</b> <span class={s.message ? 'bad' : 'faint'}>{s.message ?? (s.upload ? `Sending ${Math.round(100 * s.share)} %` : 'Waiting to be sent')}</span></p>
            {!s.message && <progress max="1" value={s.share} aria-label={`Sending ${s.name}`} />}
            <button class="quiet" onClick={() => (s.upload ? s.upload.abort() : away(s.key))}>{s.message ? 'Dismiss' : 'Stop'}</button>
          </div>
        ))}
      </div>
      <section class="card" aria-labelledby="films">
        <h2 id="films">Your films</h2>
        {(error ?? message) && <p class="bad" role="alert">{error ?? message}</p>}
        {films === null && !error && <p class="faint">Loading…</p>}
        {films?.length === 0 && <p>None yet. Film one set from the side: it takes a minute.</p>}
        {films && films.length > 0 && (
          <ul class="film-list">
            {films.map((film) => <FilmRow key={film.id} film={film} titles={titles} on_gone={() => remove(film.id)} on_error={set_message} />)}
          </ul>
        )}
      </section>
      <HowToFilm />
    </div>
  );
}
