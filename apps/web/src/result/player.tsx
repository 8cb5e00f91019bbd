// The film, moment by moment: the clip of this tab, the kept video, or the skeleton alone.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Film } from '../types';
import type { Clock } from './clock';
import { token, useScheme } from '../colours';
import { file_of, is_same_file, show_file } from './files';
import { row_at, type Series } from './series';
import { draw_moment, frame_of, type Colours } from './skeleton';
import type { Analysis } from './types';
import { criterion_mm } from './words';

type Source = 'clip' | 'annotated' | 'skeleton';
const kRates = [0.25, 0.5, 1];

interface Props { film: Film; analysis: Analysis; series: Series; clock: Clock }

function colours_for(has_picture: boolean): Colours {
  return has_picture
    ? { ground: '', near: '#ffffff', far: '#9fb3c4', leg: '#ffb454', lost: '#ff6b5e', floor: '#ffffff', ink: '#ffffff', rim: '#00000099' }
    : { ground: token('card'), near: token('ink'), far: token('line'), leg: token('accent'), lost: token('lift'), floor: token('faint'), ink: token('ink'), rim: '' };
}

function time_text(at_s: number): string {
  return `${at_s.toFixed(2)} s`;
}

export function Player({ film, analysis, series, clock }: Props) {
  const [file, set_file] = useState(() => file_of(film.id));
  const [source, set_source] = useState<Source>(file ? 'clip' : film.has_video ? 'annotated' : 'skeleton');
  const [is_drawn, set_drawn] = useState(true);
  const [is_playing, set_playing] = useState(false);
  const [rate, set_rate] = useState(0.5);
  const [message, set_message] = useState<string | null>(null);
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  const time = useRef<HTMLOutputElement>(null);
  const is_held = useRef(false);
  const scheme = useScheme();
  const has_picture = source !== 'skeleton';
  const frame = useMemo(() => frame_of(analysis, series, has_picture), [analysis, series, has_picture]);

  const address = useMemo(() => (source === 'clip' && file ? URL.createObjectURL(file) : source === 'annotated' ? `/api/v1/films/${film.id}/video` : null), [source, file]);
  useEffect(() => () => { if (address?.startsWith('blob:')) URL.revokeObjectURL(address); }, [address]);

  // Whatever moves the clock: draw that moment.
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    element.width = has_picture ? Math.min(1280, frame.width) : 1280;
    element.height = Math.round((element.width * frame.height) / frame.width);
    const lift = series.column('lumbar_lift_mm'), limit = criterion_mm(analysis);
    const colours = colours_for(has_picture);
    const draw = (at_s: number) => {
      if (slider.current) {
        // The thumb under a finger is the finger's.
        if (!is_held.current) slider.current.value = String(at_s);
        slider.current.setAttribute('aria-valuetext', `${at_s.toFixed(2)} seconds`);
      }
      if (time.current) time.current.value = time_text(at_s);
      if (source === 'annotated' || (has_picture && !is_drawn)) return context.clearRect(0, 0, element.width, element.height);
      const row = row_at(series, at_s);
      const is_lost = limit !== null && (lift[row] ?? -Infinity) > limit;
      draw_moment({ context, frame, colours, has_picture }, analysis, series, row, is_lost);
    };
    draw(clock.at_s);
    return clock.on_show(draw);
  }, [series, source, is_drawn, scheme]);

  // With a picture the video leads; its own clock tells which frame is shown.
  useEffect(() => {
    const element = video.current;
    if (!element || !has_picture) return;
    element.currentTime = clock.at_s;
    let handle = 0;
    let is_seeking = false;
    let wanted: number | null = null;
    const shown = (_now: number, frame: VideoFrameCallbackMetadata) => {
      if (!is_seeking) clock.show(Math.min(frame.mediaTime, clock.duration_s));
      handle = element.requestVideoFrameCallback(shown);
    };
    handle = element.requestVideoFrameCallback(shown);
    // One seek at a time: dragging asks for more than a decoder can give.
    const seek = (at_s: number) => {
      if (is_seeking) {
        wanted = at_s;
        return;
      }
      is_seeking = true;
      element.currentTime = at_s;
    };
    const seeked = () => {
      is_seeking = false;
      if (wanted !== null) {
        const next = wanted;
        wanted = null;
        seek(next);
      }
    };
    element.addEventListener('seeked', seeked);
    const off = clock.on_seek(seek);
    return () => {
      off();
      element.cancelVideoFrameCallback(handle);
      element.removeEventListener('seeked', seeked);
    };
  }, [address]);

  useEffect(() => {
    const element = video.current;
    if (!element || !has_picture) return;
    element.playbackRate = rate;
    if (!is_playing) element.pause();
    else void element.play().catch(() => set_playing(false));
  }, [is_playing, rate, address]);

  // Without one the page's own clock does.
  useEffect(() => {
    if (has_picture || !is_playing) return;
    let last = performance.now();
    let handle = requestAnimationFrame(function step(now) {
      const at_s = clock.at_s + ((now - last) / 1000) * rate;
      last = now;
      if (at_s >= clock.duration_s) {
        clock.show(clock.duration_s);
        set_playing(false);
        return;
      }
      clock.show(at_s);
      handle = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(handle);
  }, [has_picture, is_playing, rate]);

  const step = (frames: number) => {
    set_playing(false);
    const row = Math.min(Math.max(0, row_at(series, clock.at_s) + frames), series.rows - 1);
    // Into the frame, not on to its edge, which may show the one before.
    clock.seek(series.at_s[row]! + (has_picture ? 0.002 : 0));
  };
  const toggle = () => {
    if (!is_playing && clock.at_s >= clock.duration_s - 0.05) clock.seek(0);
    set_playing(!is_playing);
  };
  const pressed = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (target.tagName === 'SELECT' || (target.tagName === 'INPUT' && (target as HTMLInputElement).type !== 'range')) return;
    const is_button = target.tagName === 'BUTTON';
    if (event.key === 'ArrowLeft') step(event.shiftKey ? -10 : -1);
    else if (event.key === 'ArrowRight') step(event.shiftKey ? 10 : 1);
    else if (event.key === ' ' && !is_button) toggle();
    else return;
    event.preventDefault();
  };
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    set_message(is_same_file(film.id, chosen) === false ? `${chosen.name} isn’t the file that was measured: the drawing may not fit it.` : null);
    show_file(film.id, chosen);
    set_file(chosen);
    set_source('clip');
  };
  const unplayable = () => {
    if (!has_picture) return;
    set_playing(false);
    set_message(source === 'clip' ? 'This browser can’t play the clip’s format; here is the skeleton.' : 'The kept video is gone; here is the skeleton.');
    set_source('skeleton');
  };

  return (
    <div class="film-player" onKeyDown={pressed}>
      <div class={`screen${has_picture ? '' : ' is-bare'}`} style={{ aspectRatio: `${frame.width} / ${frame.height}` }}>
        {address && (
          <video ref={video} src={address} muted playsInline preload="auto" onError={unplayable} onEnded={() => set_playing(false)}
            aria-label={`The clip ${film.name}`} />
        )}
        <canvas ref={canvas} role="img" aria-label="The skeleton as measured, at the moment shown" />
      </div>
      <div class="controls">
        <button class="main" onClick={toggle}>{is_playing ? 'Pause' : 'Play'}</button>
        <button aria-label="One frame back" onClick={() => step(-1)}>‹</button>
        <button aria-label="One frame on" onClick={() => step(1)}>›</button>
        <input ref={slider} class="position" type="range" min="0" max={clock.duration_s} step={1 / analysis.clip.frames_per_s} aria-label="Moment"
          onPointerDown={() => { is_held.current = true; }} onPointerUp={() => { is_held.current = false; }} onPointerCancel={() => { is_held.current = false; }}
          onInput={(e) => { set_playing(false); clock.seek(Number(e.currentTarget.value)); }} />
        <output ref={time} class="figures time" aria-live="off">{time_text(clock.at_s)}</output>
      </div>
      <div class="controls under">
        <label class="inline"><span class="name">Speed</span>
          <select value={String(rate)} onChange={(e) => set_rate(Number(e.currentTarget.value))}>
            {kRates.map((r) => <option key={r} value={String(r)}>{r}×</option>)}
          </select>
        </label>
        {(file || film.has_video) && (
          <label class="inline"><span class="name">Picture</span>
            <select value={source} onChange={(e) => { set_playing(false); set_source(e.currentTarget.value as Source); }}>
              {file && <option value="clip">Your clip</option>}
              {film.has_video && <option value="annotated">The kept video</option>}
              <option value="skeleton">Skeleton alone</option>
            </select>
          </label>
        )}
        {source === 'clip' && <label class="tick"><input type="checkbox" checked={is_drawn} onChange={(e) => set_drawn(e.currentTarget.checked)} /> Draw the skeleton</label>}
        {!file && film.source === 'upload' && (
          <label class="button file">Show the clip
            <input type="file" accept="video/*,image/gif" onChange={(e) => choose(e.currentTarget.files?.[0])} />
          </label>
        )}
        <p class="faint keys">← → a frame, shift ten, space plays{!file && film.source === 'upload' && !film.has_video ? '. The server keeps no picture: choose the file again to see it here' : ''}.</p>
      </div>
      {message && <p class="watch" role="status">{message}</p>}
    </div>
  );
}
