// A live set at the server, and what is kept of it afterwards.
import { ApiError, get, request, send } from '../api';
import { note_set_end } from '../parts/session';
import type { Film } from '../types';
import type { Finished, Goal } from './types';

// What is unknown isn't sent: the server takes its own.
function known<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '')) as Partial<T>;
}

export async function begin(person: string, goal: Goal, exercise: string, model: string): Promise<string> {
  const { reps, lowering_s, pause_s, turn_at_deg, hold_s, is_each_leg } = goal;
  const asked = known({ reps, lowering_s, pause_s, turn_at_deg, hold_s, is_each_leg });
  const body = known({ exercise, model, goal: Object.keys(asked).length > 0 ? asked : undefined });
  const { id } = await send<{ id: string }>('POST', `/people/${person}/live`, body);
  return id;
}

export async function start(id: string): Promise<void> {
  await send('POST', `/live/${id}/start`);
}

// When each set was first asked to be finished: asked again, it ended no later.
const ended_at = new Map<string, number>();

export async function finish(id: string, is_again: boolean): Promise<Finished> {
  if (!ended_at.has(id)) ended_at.set(id, Date.now());
  try {
    const finished = await send<Finished>('POST', `/live/${id}/finish`, { keep: true });
    if (finished.film) note_set_end(finished.film.id, ended_at.get(id)!);
    return finished;
  } catch (error) {
    // The answer may have been lost on its way, not the question.
    if (is_again && error instanceof ApiError && error.status === 404)
      throw new ApiError(404, error.id, 'endrange no longer has this set at hand. It may have been kept before the connection was lost: look among your films.');
    throw error;
  }
}

// As the page closes: the browser ends such a request after the page is gone.
function send_late(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<Response | null> {
  const headers: Record<string, string> = { 'X-Endrange': '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
  return fetch(`/api/v1${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), keepalive: true, credentials: 'same-origin' })
    .catch(() => null);
}

// What was done up to then is kept, though nobody is there to see what came of it.
let being_kept: Promise<void> = Promise.resolve();
export function finish_unseen(id: string): void {
  const left_at = Date.now();
  being_kept = send_late('POST', `/live/${id}/finish`, { keep: true })
    .then(async (answer) => {
      const finished = answer?.ok ? ((await answer.json()) as Finished) : null;
      if (finished?.film) note_set_end(finished.film.id, left_at);
    })
    .catch(() => undefined); // the page may be gone before the answer is read
}

// Until a set that was left in its middle is among the films.
export const set_is_kept = (): Promise<void> => being_kept;

export async function drop(id: string): Promise<void> {
  await send_late('DELETE', `/live/${id}`);
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
