// What a page asks of the server, its waiting and its failing.
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError, get } from '../api';
import { as_api_error } from './who';

export interface Loaded<T> {
  data: T | null;
  error: ApiError | null;
  reload(): Promise<T | null>;
  put(data: T): void;
}

export function useLoaded<T>(path: string): Loaded<T> {
  const [state, set] = useState<{ path: string; data: T | null; error: ApiError | null }>({ path, data: null, error: null });
  const load = useCallback(async (signal?: AbortSignal): Promise<T | null> => {
    try {
      const data = await get<T>(path, signal);
      set({ path, data, error: null });
      return data;
    } catch (error) {
      if (!signal?.aborted) set((s) => ({ path, data: s.path === path ? s.data : null, error: as_api_error(error) }));
      return null;
    }
  }, [path]);
  useEffect(() => {
    const gone = new AbortController();
    void load(gone.signal);
    return () => gone.abort();
  }, [load]);
  const reload = useCallback(() => load(), [load]);
  const put = useCallback((data: T) => set({ path, data, error: null }), [path]);
  // Somebody else's data are not shown under this path while the new ones are on their way.
  return { data: state.path === path ? state.data : null, error: state.error, reload, put };
}

/// One card that says what is wrong and what to do.
export function TroubleCard({ error, retry }: { error: ApiError; retry?: () => void }) {
  const is_locked = error.id === 'locked', is_offline = error.id === 'offline';
  return (
    <section class="card trouble" role="alert">
      <h2>{is_locked ? 'This page is locked' : is_offline ? 'endrange isn’t running' : 'That didn’t work'}</h2>
      {is_locked ? (
        <p>Open the link that endrange prints in the terminal when it starts. It belongs to this one start and opens the page once; the page then stays open in this browser.</p>
      ) : is_offline ? (
        <>
          <p>Everything happens on your own computer, so the program has to run there. Start it in a terminal:</p>
          <pre><code>endrange serve --open</code></pre>
        </>
      ) : (
        <p>{error.message}</p>
      )}
      {retry && <button type="button" onClick={retry}>Try again</button>}
    </section>
  );
}

// Some sentences name the option of the command line; here it is the field of that name.
const words_of = (error: ApiError) => error.message.replace(/(^|\s)--(?=[a-z])/g, '$1');

/// A short one inside a form or dialog.
export function Complaint({ error }: { error: ApiError | null }) {
  return <div role="alert">{error && <p class="bad complaint">{words_of(error)}</p>}</div>;
}

export function Waiting({ children }: { children?: ComponentChildren }) {
  return <p class="faint" role="status">{children ?? 'One moment …'}</p>;
}
