// The clips that were chosen in this tab, so that a result can play them although the server kept none.
const files = new Map<string, File>();
const kHints = 'endrange.files';

interface Hint { name: string; size: number; modified: number }

function hints(): Record<string, Hint> {
  try {
    return JSON.parse(sessionStorage.getItem(kHints) ?? '{}') as Record<string, Hint>;
  } catch {
    return {};
  }
}

export function remember_file(film: string, file: File): void {
  files.set(film, file);
  const known = hints();
  known[film] = { name: file.name, size: file.size, modified: file.lastModified };
  sessionStorage.setItem(kHints, JSON.stringify(known));
}

export function file_of(film: string): File | null {
  return files.get(film) ?? null;
}

export function forget_file(film: string): void {
  files.delete(film);
}

// After a reload the file must be chosen again: is this the one? null = nothing is known about it.
export function is_same_file(film: string, file: File): boolean | null {
  const hint = hints()[film];
  return hint ? hint.size === file.size && hint.modified === file.lastModified : null;
}
