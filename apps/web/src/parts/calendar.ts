// Twelve weeks of days, as rows of weekdays and columns of weeks. Pure.
import type { HistoryDay, SymptomEntry } from '../types';
import { counted } from '../words';
import { day_of, days_later, short_day, symptom_words } from './words';

export type Mark = 'ahead' | 'none' | 'hand' | 'measured' | 'skipped';
export interface CalendarDay { day: string; mark: Mark; is_felt: boolean; text: string }
export interface Calendar { months: { title: string; weeks: number }[]; rows: CalendarDay[][] } // rows: Monday first

const kMonth = new Intl.DateTimeFormat('en-GB', { month: 'short' });

function done_text(rows: HistoryDay[]): string {
  return rows
    .map((r) => {
      if (r.sets === 0) return `${r.exercise} skipped`;
      const amount = r.reps > 0 ? counted(r.reps, 'rep') : `${Math.round(r.hold_s ?? 0)} s`;
      return `${r.exercise}, ${counted(r.sets, 'set')}, ${amount}${r.measured ? ', measured' : ''}`;
    })
    .join('; ');
}

export function calendar(today: string, weeks: number, days: HistoryDay[], symptoms: SymptomEntry[]): Calendar {
  const weekday = (day_of(today).getDay() + 6) % 7; // Monday = 0
  const first = days_later(today, -weekday - 7 * (weeks - 1));
  const rows: CalendarDay[][] = Array.from({ length: 7 }, () => []);
  const months: Calendar['months'] = [];
  for (let week = 0; week < weeks; ++week) {
    const title = kMonth.format(day_of(days_later(first, 7 * week)));
    const last = months.at(-1);
    if (last?.title === title) ++last.weeks;
    else months.push({ title, weeks: 1 });
    for (let d = 0; d < 7; ++d) {
      const day = days_later(first, 7 * week + d);
      const done = days.filter((r) => r.day === day);
      const felt = symptoms.filter((s) => s.at.slice(0, 10) === day);
      const mark: Mark = day > today ? 'ahead'
        : done.some((r) => r.measured) ? 'measured'
        : done.some((r) => r.sets > 0) ? 'hand'
        : done.length > 0 ? 'skipped' : 'none';
      const told = [done_text(done), ...felt.map((s) => symptom_words(s.kind))].filter((t) => t !== '');
      const text = `${short_day(day)}: ${mark === 'ahead' ? 'still to come' : told.length > 0 ? told.join('; ') : 'nothing'}`;
      rows[d]!.push({ day, mark, is_felt: felt.some((s) => s.kind !== 'all_clear'), text });
    }
  }
  return { months, rows };
}
