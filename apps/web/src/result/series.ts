// series.csv, as columns by name. An empty cell is unknown: null in numbers.

export interface Series {
  names: string[];
  rows: number;
  at_s: number[];
  phase: string[];
  breath_phase: string[];
  column(name: string): (number | null)[];
  has(name: string): boolean; // at least one value is known
}

export function parse_series(text: string): Series {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const names = (lines.shift() ?? '').split(',');
  const cells = lines.map((line) => line.split(','));
  const columns = new Map<string, (number | null)[]>();
  const words = (name: string): string[] => {
    const i = names.indexOf(name);
    return i < 0 ? [] : cells.map((row) => row[i] ?? '');
  };
  const column = (name: string): (number | null)[] => {
    const known = columns.get(name);
    if (known) return known;
    const i = names.indexOf(name);
    const values = cells.map((row) => {
      const cell = i < 0 ? '' : (row[i] ?? '');
      const value = cell === '' ? NaN : Number(cell);
      return Number.isFinite(value) ? value : null;
    });
    columns.set(name, values);
    return values;
  };
  return {
    names, rows: cells.length,
    at_s: column('at_s').map((value) => value ?? NaN),
    phase: words('phase'), breath_phase: words('breath_phase'),
    column, has: (name) => names.includes(name) && column(name).some((value) => value !== null),
  };
}

// The row whose moment is nearest.
export function row_at(series: Series, at_s: number): number {
  const { at_s: times } = series;
  if (times.length === 0) return -1;
  let low = 0, high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < at_s) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at_s - times[low - 1]! < times[low]! - at_s ? low - 1 : low;
}

export interface RepCurve { index: number; x: number[]; y: (number | null)[] }

// Each complete rep's curve from the moment it sets off, so that they can be laid over one another.
export function rep_curves(series: Series, name: string, reps: readonly { index: number | null; from_s: number; to_s: number }[]): RepCurve[] {
  const values = series.column(name);
  return reps.map((rep) => {
    const x: number[] = [], y: (number | null)[] = [];
    series.at_s.forEach((at_s, i) => {
      if (at_s < rep.from_s || at_s > rep.to_s) return;
      x.push(at_s - rep.from_s);
      y.push(values[i]!);
    });
    return { index: rep.index ?? 0, x, y };
  });
}
