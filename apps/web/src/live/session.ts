// A live set at the server, and what is kept of it afterwards.
import { ApiError, get, request, send } from '../api';
import type { Film } from '../types';
import { current_person } from './person';
import type { Finished, Goal } from './types';

// What is unknown isn't sent: the server takes its own.
function known<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '')) as Partial<T>;
}

export async function begin(goal: Goal, exercise: string, model: string): Promise<string> {
  const person = await current_person();
  const { reps, lowering_s, pause_s, turn_at_deg, hold_s, is_each_leg } = goal;
  const asked = known({ reps, lowering_s, pause_s, turn_at_deg, hold_s, is_each_leg });
  const body = known({ exercise, model, goal: Object.keys(asked).length > 0 ? asked : undefined });
  const { id } = await send<{ id: string }>('POST', `/people/${person}/live`, body);
  return id;
}

export async function start(id: string): Promise<void> {
  await send('POST', `/live/${id}/start`);
}

export async function finish(id: string, is_again: boolean): Promise<Finished> {
  try {
    return await send<Finished>('POST', `/live/${id}/finish`, { keep: true });
  } catch (error) {
    // The answer may have been lost on its way, not the question.
    if (is_again && error instanceof ApiError && error.status === 404)
      throw new ApiError(404, error.id, 'endrange no longer has this set at hand. It may have been kept before the connection was lost: look among your films.');
    throw error;
  }
}

// As the page closes: the browser ends such a request after the page is gone.
function send_late(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<void> {
  const headers: Record<string, string> = { 'X-Endrange': '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
  return fetch(`/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), keepalive: true, credentials: 'same-origin' })
    .then(() => undefined, () => undefined);
}

// What was done up to then is kept, though nobody is there to see what came of it.
let being_kept: Promise<void> = Promise.resolve();
export function finish_unseen(id: string): void {
  being_kept = send_late('POST', `/live/${id}/finish`, { keep: true });
}

// Until a set that was left in its middle is among the films.
export const set_is_kept = (): Promise<void> => being_kept;

export function drop(id: string): Promise<void> {
  return send_late('DELETE', `/live/${id}`);
}

interface KeptSet { id: string; film: string | null; rpe?: number | null }

async function sets_of(film: Film): Promise<KeptSet[]> {
  // A set stands at the day it was filmed on, which may be long ago.
  const { sets } = await get<{ sets?: KeptSet[] }>(`/people/${film.person}/history?weeks=all`);
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
