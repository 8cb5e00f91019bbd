// A live set at the server, and what is kept of it afterwards.
import { ApiError, get, request, send } from '../api';
import { note_set_end } from '../parts/session';
import type { Film } from '../types';
import type { Finished, Goal } from './types';

export function goal_of_session(): Goal | null {
  try {
    const text = sessionStorage.getItem('endrange.goal');
    return text ? (JSON.parse(text) as Goal) : null;
  } catch {
    return null;
  }
}

// What is unknown isn't sent: the server takes its own.
function known<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '')) as Partial<T>;
}

export async function begin(person: string, goal: Goal, exercise: string, model: string): Promise<string> {
  const { reps, lowering_s, pause_s, turn_at_deg, hold_s } = goal;
  const asked = known({ reps, lowering_s, pause_s, turn_at_deg, hold_s });
  const body = known({ exercise, model, goal: Object.keys(asked).length > 0 ? asked : undefined });
  const { id } = await send<{ id: string }>('POST', `/people/${person}/live`, body);
  return id;
}

export async function start(id: string): Promise<void> {
  await send('POST', `/live/${id}/start`);
}

export async function finish(id: string): Promise<Finished> {
  const ended_at = Date.now();
  const finished = await send<Finished>('POST', `/live/${id}/finish`, { keep: true });
  if (finished.film) note_set_end(finished.film.id, ended_at);
  return finished;
}

// Also as the page closes: the browser ends such a request after the page is gone.
export function drop(id: string): void {
  void fetch(`/api/v1/live/${id}`, { method: 'DELETE', headers: { 'X-Endrange': '1' }, keepalive: true, credentials: 'same-origin' })
    .catch(() => undefined);
}

interface KeptSet { id: string; film: string | null; rpe?: number | null }

async function sets_of(film: Film): Promise<KeptSet[]> {
  // A clip's set stands at the day it was filmed on, which may be long ago.
  const weeks = film.source === 'live' ? '1' : 'all';
  const { sets } = await get<{ sets?: KeptSet[] }>(`/people/${film.person}/history?weeks=${weeks}`);
  return (sets ?? []).filter((set) => set.film === film.id);
}

export async function effort_of(film: Film): Promise<number | null> {
  return (await sets_of(film)).find((set) => set.rpe != null)?.rpe ?? null;
}

export async function rate(film: Film, rpe: number): Promise<void> {
  const sets = await sets_of(film);
  if (sets.length === 0) throw new ApiError(404, 'not_found', 'The set isn’t in the journal, so the effort can’t be kept with it.');
  for (const { id } of sets) await send('PATCH', `/people/${film.person}/sets/${id}`, { rpe });
}

export async function discard(film: Film): Promise<void> {
  for (const { id } of await sets_of(film)) await request('DELETE', `/people/${film.person}/sets/${id}`);
  await request('DELETE', `/films/${film.id}`);
}
