// Small line drawings of the frame. Always beside or inside something that has words.
const kPaths: Record<string, string> = {
  today: 'M5 5h14v15H5zM5 9h14M9 3v4M15 3v4M9 14l2 2 4-4',
  film: 'M3 7h12v11H3zM15 11l6-3v9l-6-3',
  progress: 'M4 4v16h16M7 9l4 4 3-2 5 5',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c0-5 4-7 8-7s8 2 8 7',
};

export function NavIcon({ id }: { id: string }) {
  return (
    <svg class="nav-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d={kPaths[id]} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

export function SoundIcon({ is_muted }: { is_muted: boolean }) {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d={`M4 9.5v5h3.5L12 19V5L7.5 9.5z${is_muted ? 'M16 9.5l5 5M21 9.5l-5 5' : 'M15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11'}`}
        fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
