// Where in the page one is: `#/film`, `#/films/ab12`. Hashes, so that the offline page needs no server for them.
import { useEffect, useState } from 'preact/hooks';

export function parts(): string[] {
  return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
}

export function go(...to: string[]): void {
  location.hash = '#/' + to.map(encodeURIComponent).join('/');
}

export function useRoute(): string[] {
  const [route, set_route] = useState(parts());
  useEffect(() => {
    const changed = () => set_route(parts());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}
