// Who trains: asked of the server once, and known to every page.
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, get } from '../api';
import type { About, Person } from '../types';
import { iso_of } from './words';

const kKey = 'endrange.person';
const kLook_ms = 60_000;

// Who trains past midnight is still at what yesterday asked for: for a page that is open, the day changes at three.
const kNight_ms = 3 * 3_600_000;
const day_here = () => iso_of(new Date(Date.now() - kNight_ms));

export interface Who {
  about: About;
  people: Person[];
  person: Person;
  choose(id: string): void;
  reload(): Promise<void>;
}

export const WhoContext = createContext<Who | null>(null);

export function useWho(): Who {
  const who = useContext(WhoContext);
  if (who === null) throw new Error('no person outside of the frame');
  return who;
}

/// An exercise's title, by its id.
export function useTitles(): (id: string) => string {
  const { about } = useWho();
  return useCallback((id: string) => about.exercises.find((x) => x.id === id)?.title ?? id.replaceAll('_', ' '), [about]);
}

export interface Found {
  error: ApiError | null;
  about: About | null;
  people: Person[] | null;
  chosen: string | null;
  choose(id: string): void;
  reload(): Promise<void>;
}

export function as_api_error(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError(0, 'unknown', String(error));
}

export function usePeople(): Found {
  const [error, set_error] = useState<ApiError | null>(null);
  const [about, set_about] = useState<About | null>(null);
  const [people, set_people] = useState<Person[] | null>(null);
  const [chosen, set_chosen] = useState(localStorage.getItem(kKey));
  const asked_on = useRef(''); // the day
  const choose = useCallback((id: string) => {
    localStorage.setItem(kKey, id);
    set_chosen(id);
  }, []);
  const reload = useCallback(async () => {
    try {
      const [a, p] = await Promise.all([get<About>('/about'), get<{ people: Person[] }>('/people')]);
      asked_on.current = day_here();
      set_about(a);
      set_people(p.people);
      const one = p.people.length === 1 ? p.people[0] : undefined;
      if (one !== undefined) choose(one.id);
      set_error(null);
    } catch (e) {
      set_error(as_api_error(e));
    }
  }, [choose]);
  useEffect(() => void reload(), [reload]);
  useEffect(() => {
    // A tab that is left open sees other days: what the server calls today is asked for anew.
    const look = () => {
      if (!document.hidden && asked_on.current !== '' && asked_on.current !== day_here()) void reload();
    };
    const timer = setInterval(look, kLook_ms);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [reload]);
  return { error, about, people, chosen, choose, reload };
}
