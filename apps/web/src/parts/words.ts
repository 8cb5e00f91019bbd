// Days, plans and tempo as people say them; numbers: ../words.ts. Pure, so that they can be tested.
import { duration } from '../words';
import type { PlanDay, TrainingDay } from '../types';

/// Noon, so that no zone or summer time makes another day of it.
export function day_of(iso: string): Date {
  const [y = 1970, m = 1, d = 1] = iso.slice(0, 10).split('-').map(Number);
  return new Date(y, m - 1, d, 12);
}

export function iso_of(day: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

export function days_later(iso: string, days: number): string {
  const day = day_of(iso);
  day.setDate(day.getDate() + days);
  return iso_of(day);
}

const kLong = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const kShort = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const kDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const kDateYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const kWeekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });

export const long_day = (iso: string) => kLong.format(day_of(iso));
export const short_day = (iso: string) => kShort.format(day_of(iso));

/// "Sat 16 Nov"; with its year where that isn't this one.
export function row_day(iso: string, today: string): string {
  return short_day(iso) + (iso.slice(0, 4) === today.slice(0, 4) ? '' : ` ${iso.slice(0, 4)}`);
}

/// "16 Nov"; with its year where that isn't this one.
export function date_words(iso: string, today: string): string {
  return (iso.slice(0, 4) === today.slice(0, 4) ? kDate : kDateYear).format(day_of(iso));
}

export function when(iso: string, today: string): string {
  if (iso === today) return 'today';
  if (iso === days_later(today, 1)) return 'tomorrow';
  return iso > today && iso < days_later(today, 7) ? `on ${kWeekday.format(day_of(iso))}` : `on ${short_day(iso)}`;
}

/// The coach's sentences are written for a terminal too: days as people say them, commands left out.
export function plain(sentence: string, today: string): string {
  return sentence
    .replace(/\s*(with|:|see|add)\s*`endrange[^`]*`/g, '')
    .replace(/\d{4}-\d{2}-\d{2}/g, (day) => date_words(day, today));
}

/// "1:05", of a clock that runs.
export function clock(s: number): string {
  const whole = Math.max(0, Math.ceil(s - 1e-6));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function is_training(day: PlanDay | undefined): day is TrainingDay {
  return day !== undefined && day.kind === 'training';
}

export function amount(day: TrainingDay): string {
  return `${day.sets} × ${day.hold_s !== undefined ? duration(day.hold_s) : day.reps ?? 0}`;
}

export interface Tempo { lower_s: number; bottom_s: number; lift_s: number; top_s: number }

/// "4-0-2-1"; null where it isn't four numbers.
export function tempo_from(text: string | null): Tempo | null {
  const parts = (text ?? '').split('-').map((part) => (part === '' ? NaN : Number(part)));
  const [lower_s, bottom_s, lift_s, top_s] = parts as [number, number, number, number];
  return parts.length === 4 && parts.every((s) => s >= 0 && s <= 60) ? { lower_s, bottom_s, lift_s, top_s } : null;
}

export function tempo_words(tempo: Tempo): string {
  const bottom = tempo.bottom_s > 0 ? `hold ${tempo.bottom_s} s` : 'no pause';
  const top = tempo.top_s > 0 ? `, ${tempo.top_s} s at the top` : '';
  return `${tempo.lower_s} s down, ${bottom}, ${tempo.lift_s} s up${top}`;
}

const kSymptoms: Record<string, string> = {
  pain: 'Pain',
  snapping: 'A hip that snaps or clicks, without pain',
  painful_popping: 'Painful popping in the hip or back',
  leg_pain: 'Pain that runs into a leg',
  numbness: 'Numbness or tingling',
  weakness: 'Weakness in a leg',
  all_clear: 'All clear: what was felt before is gone',
};
export const symptom_words = (kind: string) => kSymptoms[kind] ?? kind.replaceAll('_', ' ');

export const kWeekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
