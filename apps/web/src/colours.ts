// The page's colour tokens for canvases, which don't know CSS variables; drawn anew when light turns dark.
import { useEffect, useState } from 'preact/hooks';

export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function with_alpha(hex: string, alpha: number): string {
  return `${hex.slice(0, 7)}${Math.round(alpha * 255).toString(16).padStart(2, '0')}`;
}

export function useScheme(): 'light' | 'dark' {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const [is_dark, set] = useState(query.matches);
  useEffect(() => {
    const changed = () => set(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return is_dark ? 'dark' : 'light';
}
