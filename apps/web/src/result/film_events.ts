// The server's events about films, over one connection however many listen, and none in a hidden tab: a browser
// allows six to a server, all tabs together.
import { ApiError, get } from '../api';
import type { Film } from '../types';

export type Lost = 'offline' | 'locked'; // locked: the server was started anew, and knows this browser no more

export interface Listener {
  on_film(film: Film): void;
  on_gone?(id: string): void;
  on_hello?(): void;
  on_lost?(why: Lost): void;
}

const listeners = new Set<Listener>();
let source: EventSource | null = null;

// The browser tries again by itself unless it was refused, as by a server that has too many streams.
const kAgain_ms = 10_000;

const lost = (why: Lost) => { for (const listener of listeners) listener.on_lost?.(why); };
const hello = () => { for (const listener of listeners) listener.on_hello?.(); };

function open(): EventSource {
  const events = new EventSource('/api/v1/events');
  events.addEventListener('film', (event) => {
    const film = JSON.parse((event as MessageEvent<string>).data) as Film;
    for (const listener of listeners) listener.on_film(film);
  });
  events.addEventListener('gone', (event) => {
    const { id } = JSON.parse((event as MessageEvent<string>).data) as { id: string };
    for (const listener of listeners) listener.on_gone?.(id);
  });
  // Said at each new connection: what happened in between was missed.
  events.addEventListener('hello', hello);
  events.onerror = () => {
    if (events.readyState !== EventSource.CLOSED) return lost('offline');
    // Why a stream was refused, only another request tells. A server that merely has too many is there: films are
    // asked for instead.
    get('/about').then(
      () => { if (source === events) hello(); },
      (error: unknown) => { if (source === events) lost(error instanceof ApiError && error.id === 'locked' ? 'locked' : 'offline'); },
    );
    setTimeout(() => { if (source === events) source = open(); }, kAgain_ms);
  };
  return events;
}

// Whoever listens in a tab that comes back hears a hello, and asks for what was missed.
function follow(): void {
  if (listeners.size > 0 && !document.hidden) {
    source ??= open();
    return;
  }
  source?.close();
  source = null;
}

export function hear_films(listener: Listener): () => void {
  // Who comes to a stream that has said its hello already is told at once.
  if (source?.readyState === EventSource.OPEN) queueMicrotask(() => { if (listeners.has(listener)) listener.on_hello?.(); });
  listeners.add(listener);
  if (listeners.size === 1) document.addEventListener('visibilitychange', follow);
  follow();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) document.removeEventListener('visibilitychange', follow);
    follow();
  };
}
