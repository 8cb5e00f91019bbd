// Results in words: the report's sentences (src/report/words.cpp), for the page; numbers: ../words.ts.
import { counted, degrees, found_text, held_text, kOnFloor_deg, number_text, seconds } from '../words';
import type { Analysis, Band, Rep } from './types';

export function band_text(band: Band | null | undefined, unit: string): string {
  if (!band) return '–';
  const low = band.low.toFixed(0), high = band.high.toFixed(0);
  return (low === high ? low : `${low}–${high}`) + unit;
}

export function mean(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((v): v is number => typeof v === 'number' && Number.isFinite(v));
  return known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0) / known.length;
}

function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((v): v is number => v !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  const half = known.length >> 1;
  return known.length % 2 ? known[half]! : (known[half - 1]! + known[half]!) / 2;
}

export function phase_s(rep: Rep, name: keyof Rep['phases']): number | null {
  const span = rep.phases[name];
  return span ? span[1] - span[0] : null;
}

export function median_tempo(a: Analysis): string | null {
  if (a.reps.length === 0) return null;
  const parts = (['lower', 'bottom', 'lift', 'top'] as const).map((name) => median(a.reps.map((rep) => phase_s(rep, name))));
  return parts.map((part) => (part === null ? '?' : part.toFixed(1))).join('-');
}

const in_sentence = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);

export function headline(a: Analysis, titles: (id: string) => string): string {
  const title = titles(a.exercise.id);
  if (a.reps.length === 0 && a.holds.length > 0)
    return `${title}, held for ${a.holds.map((hold) => seconds(hold.end_s - hold.start_s)).join(', then for ')}`;
  if (a.reps.length === 0) return a.view.usability === 'no' ? 'Nothing could be measured' : 'No complete rep was found';
  const side = a.sides === 'left' || a.sides === 'right' ? `, ${a.sides} leg` : a.sides === 'alternating' ? ', legs taking turns' : '';
  return `${counted(a.reps.length, 'rep')} of ${in_sentence(title)}${side}`;
}

export function details(a: Analysis): string {
  const top = mean(a.reps.map((r) => r.leg_elevation_top_deg)), bottom = mean(a.reps.map((r) => r.leg_elevation_bottom_deg));
  const lowering = mean(a.reps.map((r) => phase_s(r, 'lower')));
  const out: string[] = [];
  if (top !== null) out.push(`Between ${degrees(top)} at the top and ${degrees(bottom)} at the bottom.`);
  if (lowering !== null) out.push(`Lowering took ${seconds(lowering)} on average.`);
  const partial = a.partial_reps.length;
  if (partial > 0) out.push(`${counted(partial, 'movement')} turned back early and ${partial === 1 ? 'isn’t' : 'aren’t'} counted.`);
  return out.join(' ');
}

export function end_range_title(a: Analysis): string {
  const e = a.end_range;
  if (e.status === 'found') return found_text(e);
  if (e.status === 'not_reached') return `Not reached: the back held ${held_text(e.lowest_held_deg)}`;
  return `Not measured: ${e.reason ?? 'the lower back wasn’t seen well enough'}`;
}

// What is heard after a set: short, as nothing of it can be read again from the mat.
export function spoken_result(a: Analysis): string {
  const e = a.end_range;
  const range = e.status === 'found' ? `End range ${number_text(e.deg)} degrees.`
    : e.status === 'not_reached' ? `Your back held ${held_text(e.lowest_held_deg).replace('°', ' degrees')}.`
    : 'The end range wasn’t measured.';
  return a.advice.cue ? `${range} ${a.advice.cue}` : range;
}

export function end_range_meaning(a: Analysis): string {
  const e = a.end_range;
  const share = e.control_score !== null && e.control_score > 0 && e.control_score < 1
    ? ` The back stayed down in ${number_text(100 * e.control_score, 0, ' %')} of the measured reps.` : '';
  if (e.status === 'found')
    return 'Down to this angle your lower back stays on the floor while you lower; below it, the back begins to leave the floor. Turn round there: control first, depth second.' + share;
  if (e.status === 'not_reached')
    return (e.lowest_held_deg !== null && e.lowest_held_deg <= kOnFloor_deg
      ? 'That is all the way down: in this exercise the back holds over the whole range.'
      : 'Your end range lies lower than the legs went. To find it, go down a little further while the back stays on the floor.') + share;
  // A control score stands where the back itself was seen: then it is the set-up, not the filming.
  const is_filming = e.control_score === null && a.view.posture === 'lying' && a.reps.length > 0;
  return is_filming
    ? 'To have it measured next time: stand the phone on the floor, level with the waist and square to your side; keep the near arm away from the waist; tuck the shirt in; and use the phone’s own file, not one sent through a messenger.'
    : '';
}

export function breath_text(a: Analysis): string {
  const b = a.breath;
  if (b.status === 'not_measured') return `Breathing not measured${b.reason ? `: ${b.reason}` : ''}.`;
  const out = [`Breathing, by ${b.source} (${number_text(100 * (b.confidence ?? 0), 0, ' %')} sure): ${b.rate_per_min === null ? 'how often can’t be told' : `${number_text(b.rate_per_min)} a minute`}.`];
  const lowering = mean(a.reps.map((r) => r.inhale_share_lowering)), lifting = mean(a.reps.map((r) => r.exhale_share_lifting));
  if (lowering !== null) out.push(`In during ${number_text(100 * lowering, 0, ' %')} of the lowering.`);
  if (lifting !== null) out.push(`Out during ${number_text(100 * lifting, 0, ' %')} of the lifting.`);
  const held = Math.max(...a.reps.map((r) => r.breath_held_s ?? -1));
  if (held >= 0) out.push(`Longest without breath in a rep: ${seconds(held)}.`);
  if (b.reason) out.push(`Note: ${b.reason}.`);
  return out.join(' ');
}

// The criterion's number, from its own words ("lumbar lift > 5 mm for 0.15 s").
export function criterion_mm(a: Analysis): number | null {
  const found = /([\d.]+) mm/.exec(a.end_range.criterion ?? '');
  return found ? Number(found[1]) : null;
}
