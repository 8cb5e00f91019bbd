// The clips that were chosen in this tab, so that a result can play them although the server kept none.
const files = new Map<string, File>();
const kHints = 'endrange.files';

// Of the file that was sent: by this it is known again.
interface Hint { person: string; size: number; modified: number }

function hints(): Record<string, Hint> {
  try {
    return JSON.parse(sessionStorage.getItem(kHints) ?? '{}') as Record<string, Hint>;
  } catch {
    return {};
  }
}

function keep(known: Record<string, Hint>): void {
  if (Object.keys(known).length === 0) sessionStorage.removeItem(kHints);
  else sessionStorage.setItem(kHints, JSON.stringify(known));
}

// The file that was sent.
export function remember_file(film: string, person: string, file: File): void {
  files.set(film, file);
  keep({ ...hints(), [film]: { person, size: file.size, modified: file.lastModified } });
}

// One that was chosen later, and may be the wrong one: it is shown, and nothing is noted about it.
export function show_file(film: string, file: File): void {
  files.set(film, file);
}

export function file_of(film: string): File | null {
  return files.get(film) ?? null;
}

export function forget_file(film: string): void {
  files.delete(film);
  const { [film]: _, ...others } = hints();
  keep(others);
}

export function forget_files_of(person: string): void {
  for (const [film, hint] of Object.entries(hints())) if (hint.person === person) forget_file(film);
}

// After a reload the file must be chosen again: is this the one? null = nothing is known about it.
export function is_same_file(film: string, file: File): boolean | null {
  const hint = hints()[film];
  return hint ? hint.size === file.size && hint.modified === file.lastModified : null;
}
