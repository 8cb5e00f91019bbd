// The server's events about films, over one connection however many listen, and none in a hidden tab: a browser
// allows six to a server, all tabs together.
import type { Film } from '../types';

interface Listener { on_film: (film: Film) => void; on_hello?: () => void; on_lost?: () => void }

const listeners = new Set<Listener>();
let source: EventSource | null = null;

// The browser tries again by itself unless it was refused, as by a server that has too many streams.
const kAgain_ms = 10_000;

function open(): EventSource {
  const events = new EventSource('/api/v1/events');
  events.addEventListener('film', (event) => {
    const film = JSON.parse((event as MessageEvent<string>).data) as Film;
    for (const listener of listeners) listener.on_film(film);
  });
  // Said at each new connection: what happened in between was missed.
  events.addEventListener('hello', () => { for (const listener of listeners) listener.on_hello?.(); });
  events.onerror = () => {
    for (const listener of listeners) listener.on_lost?.();
    if (events.readyState === EventSource.CLOSED)
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

export function hear_films(on_film: (film: Film) => void, on_hello?: () => void, on_lost?: () => void): () => void {
  const listener = { on_film, on_hello, on_lost };
  // Who comes to a stream that has said its hello already is told at once.
  if (source?.readyState === EventSource.OPEN) queueMicrotask(() => { if (listeners.has(listener)) on_hello?.(); });
  listeners.add(listener);
  if (listeners.size === 1) document.addEventListener('visibilitychange', follow);
  follow();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) document.removeEventListener('visibilitychange', follow);
    follow();
  };
}
