// Who trains: asked of the server once, and known to every page.
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';
import { ApiError, get } from '../api';
import type { About, Person } from '../types';

const kKey = 'endrange.person';

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
  const choose = useCallback((id: string) => {
    localStorage.setItem(kKey, id);
    set_chosen(id);
  }, []);
  const reload = useCallback(async () => {
    try {
      const [a, p] = await Promise.all([get<About>('/about'), get<{ people: Person[] }>('/people')]);
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
  return { error, about, people, chosen, choose, reload };
}
