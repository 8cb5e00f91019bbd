// The page's title, and where its reading begins.
import { useEffect } from 'preact/hooks';

// Whether the focus was brought to the heading of the page that is shown.
let is_led = false;

const heading_of_page = () => document.getElementById('main')?.querySelector('h1') ?? null;

export function name_page(): void {
  const title = heading_of_page()?.textContent ?? '';
  document.title = title === '' ? 'endrange' : `${title} – endrange`;
}

/// Who comes from another page by keyboard or ear begins at the new one's heading.
export function lead_to_heading(): void {
  const heading = heading_of_page();
  if (heading) heading.tabIndex = -1;
  (heading ?? document.getElementById('main'))?.focus({ preventScroll: true });
  is_led = true;
}

/// For a page whose heading comes with its content. What it replaces may have had the focus, which is then nowhere.
export function useHeadingOf(content: string): void {
  useEffect(() => {
    name_page();
    if (is_led && (document.activeElement === null || document.activeElement === document.body)) lead_to_heading();
  }, [content]);
}
