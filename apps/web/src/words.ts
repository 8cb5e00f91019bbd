// Numbers, amounts and end ranges as every page says them. Pure.
import type { EndRange } from './types';

/// Unknown is a dash.
export function number_text(value: number | null | undefined, decimals = 0, unit = ''): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const text = value.toFixed(decimals);
  // What rounds to nothing has no sign.
  return (Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')) + unit;
}

export const degrees = (value: number | null | undefined): string => number_text(value, 0, '°');

/// Of what was measured: "4.2 s".
export const seconds = (value: number | null | undefined, decimals = 1): string => number_text(value, decimals, ' s');

// Up to here seconds are said alone: a rest of 60 or 75 s is asked for in seconds.
const kSecondsAlone_s = 90;

/// Of what is asked for, in whole seconds: "75 s", "1 min 30 s".
export function duration(value_s: number): string {
  const whole = Math.round(value_s);
  if (whole < kSecondsAlone_s) return `${whole} s`;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest > 0 ? ` ${rest} s` : ''}`;
}

/// The same, to be heard: "1 minute 30 seconds".
export function spoken_duration(value_s: number): string {
  const whole = Math.round(value_s);
  if (whole < kSecondsAlone_s) return counted(whole, 'second');
  const rest = whole % 60;
  return counted(Math.floor(whole / 60), 'minute') + (rest > 0 ? ` ${counted(rest, 'second')}` : '');
}

export const counted = (n: number, one: string, many = one + 's'): string => `${n} ${n === 1 ? one : many}`;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/// What somebody typed, with a comma or a point: null = nothing, NaN = no number.
export function decimal_from(text: string): number | null {
  return text.trim() === '' ? null : Number(text.replace(',', '.'));
}

// A leg this low lies on the floor, or as good as.
export const kOnFloor_deg = 5;

/// Follows "the back held".
export function held_text(lowest_held_deg: number | null): string {
  if (lowest_held_deg === null) return 'as far down as the legs went';
  return lowest_held_deg <= kOnFloor_deg ? 'all the way down' : `down to ${degrees(lowest_held_deg)}`;
}

/// "38° (36° to 40°)", of an end range that was found.
export function found_text(e: EndRange): string {
  return degrees(e.deg) + (e.low_deg !== null && e.high_deg !== null ? ` (${degrees(e.low_deg)} to ${degrees(e.high_deg)})` : '');
}

/// Short, for a cell of a table.
export function end_range_words(e: EndRange | null): string {
  if (e?.status === 'found' && e.deg !== null)
    return degrees(e.deg) + (e.low_deg !== null && e.high_deg !== null ? ` (${number_text(e.low_deg)}–${number_text(e.high_deg)})` : '');
  return e?.status === 'not_reached' ? `held ${held_text(e.lowest_held_deg)}` : '–';
}
