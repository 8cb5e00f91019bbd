// Two ways to have a set measured: live before the camera, or with clips that are there. Below, the films so far.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Silhouette } from '../live/figures';
import { useTitles, useWho } from '../parts/who';
import { FilmRow } from '../result/film_row';
import { useFilms } from '../result/films';
import { HowToFilm } from '../result/how_to_film';
import { uploads, useUploads } from '../result/uploads';
import '../style-film.css';

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

export function FilmPage() {
  const { about, person } = useWho();
  const { films, error, put, remove } = useFilms(person.id);
  const sending = useUploads(person.id, put);
  const [exercise, set_exercise] = useState('');
  const [keep_video, set_keep_video] = useState(false);
  const [is_over, set_over] = useState(false);
  const [message, set_message] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const titles = useTitles();

  const add = (files: FileList | null | undefined) => {
    for (const file of files ?? []) {
      const limit = about.upload_limit_bytes;
      const why = file.size > limit ? `${file.name} has ${megabytes(file.size)}; at most ${megabytes(limit)} are taken. Cut it to the set.` : null;
      uploads.add({ person: person.id, file, exercise, keep_video }, why);
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
          <p>Drop video files here, several at once if you like. A phone’s clip must be copied to this computer first, by cable or card: its own file measures best, a messenger’s copy has lost the small movements.</p>
          <div class="actions">
            <button class="main big" onClick={() => picker.current?.click()}>Choose clips</button>
            <input ref={picker} class="hidden" type="file" accept="video/*,image/gif" multiple tabIndex={-1} aria-label="Clips"
              onChange={(e) => { add(e.currentTarget.files); e.currentTarget.value = ''; }} />
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
            <p><b>{s.name}</b> <span class={s.message ? 'bad' : 'faint'}>{s.message ?? (s.is_sending ? `Sending ${Math.round(100 * s.share)} %` : 'Waiting to be sent')}</span></p>
            {!s.message && <progress max="1" value={s.share} aria-label={`Sending ${s.name}`} />}
            <button class="quiet" onClick={() => uploads.stop(s.key)}>{s.message ? 'Dismiss' : 'Stop'}<span class="hidden"> {s.name}</span></button>
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
