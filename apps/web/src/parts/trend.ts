// The end range over time, from the history's rows. Pure.
import type { EndRange, HistoryDay } from '../types';
import { degrees } from '../words';
import { date_words, day_of } from './words';

export interface TrendPoint {
  day: string;
  at_s: number; // noon of that day
  deg: number | null; // where the back was lost
  low_deg: number | null;
  high_deg: number | null;
  held_deg: number | null; // where the back held as far as the legs went
}
export interface Trend { exercise: string; points: TrendPoint[] }

function point(row: HistoryDay): TrendPoint | null {
  const e: EndRange = row.end_range;
  const at = { day: row.day, at_s: day_of(row.day).getTime() / 1000 };
  if (e.status === 'found' && e.deg !== null)
    return { ...at, deg: e.deg, low_deg: e.low_deg, high_deg: e.high_deg, held_deg: null };
  if (e.status === 'not_reached' && e.lowest_held_deg !== null)
    return { ...at, deg: null, low_deg: null, high_deg: null, held_deg: e.lowest_held_deg };
  return null;
}

/// One for each exercise, that with most measurements first; points in time order.
export function trends(days: HistoryDay[]): Trend[] {
  const all = new Map<string, TrendPoint[]>();
  for (const row of days) {
    const p = point(row);
    if (p !== null) all.set(row.exercise, [...(all.get(row.exercise) ?? []), p]);
  }
  return [...all]
    .map(([exercise, points]) => ({ exercise, points: points.sort((a, b) => a.at_s - b.at_s) }))
    .sort((a, b) => b.points.length - a.points.length);
}

/// The angles that the chart spans: whole tens around everything drawn.
export function deg_range(points: TrendPoint[]): [number, number] {
  const all = points.flatMap((p) => [p.deg, p.low_deg, p.high_deg, p.held_deg]).filter((v): v is number => v !== null);
  const low = Math.max(0, Math.floor(Math.min(...all) / 10) * 10);
  return [low, Math.max(low + 20, Math.ceil(Math.max(...all) / 10) * 10)];
}

/// First against last measurement, as `endrange history` says it: a change counts when the intervals can't explain it.
export function trend_sentence(trend: Trend, today: string): string {
  const found = trend.points.filter((p) => p.deg !== null);
  const first = found[0], last = found.at(-1);
  if (first === undefined || last === undefined || first === last || first.deg === null || last.deg === null) return '';
  const error = (p: TrendPoint) => (p.low_deg === null || p.high_deg === null ? NaN : (p.high_deg - p.low_deg) / 2);
  const off = Math.hypot(error(first), error(last));
  const change = last.deg - first.deg;
  const text = `From ${degrees(first.deg)} on ${date_words(first.day, today)} to ${degrees(last.deg)} on ${date_words(last.day, today)}: ${degrees(Math.abs(change))} ${change < 0 ? 'lower' : 'higher'}`;
  if (Number.isNaN(off)) return text + '.';
  return Math.abs(change) > off
    ? `${text}, more than the measurements may be off by (${degrees(off)}).`
    : `${text}, within what the measurements may be off by (${degrees(off)}): no change yet.`;
}
