// What the legs ask of hips and back, by a model, and what would change it.
import { useEffect, useState } from 'preact/hooks';
import { ApiError, get } from '../api';
import type { Person } from '../types';
import type { Analysis, LoadSheet } from './types';
import { degrees, number_text, seconds } from '../words';
import { band_text } from './words';

interface Question { angle: number; knee: number; ankle_weight: number; hands: string; head_lifted: boolean; is_pressed: boolean; height: number; mass: number; sex: string }

const hands = [['sides', 'beside the hips'], ['chest', 'on the chest'], ['overhead', 'overhead'], ['under_hips', 'under the hips']] as const;
// A server asked at each movement of a slider would answer the wrong question last.
const kWait_ms = 200;

function query_of(exercise: string, q: Question): string {
  const query = new URLSearchParams({
    exercise, angle: String(q.angle), knee: String(q.knee), hands: q.hands, ankle_weight: String(q.ankle_weight),
    head_lifted: q.head_lifted ? '1' : '0', back_hollow: q.is_pressed ? '0' : '1', height: String(q.height / 100), sweep: '0',
  });
  if (q.mass > 0) query.set('mass', String(q.mass));
  if (q.sex) query.set('sex', q.sex);
  return query.toString();
}

function Slider({ label, shown, unit, min, max, step, value, on_change }: {
  label: string; shown?: string; unit: string; min: number; max: number; step: number; value: number; on_change: (value: number) => void;
}) {
  return (
    <label class="slider">
      <span>{label} <b class="figures">{shown ?? `${value}${unit}`}</b></span>
      <input type="range" min={min} max={max} step={step} value={value} aria-valuetext={shown ?? `${value}${unit}`} onInput={(e) => on_change(Number(e.currentTarget.value))} />
    </label>
  );
}

// A bar from low to high on a scale that stays while sliders move, or nothing could be compared.
function Figure({ title, value, unit, band, most, meaning }: {
  title: string; value: string; unit: string; band: { low: number; high: number } | null; most: number; meaning: string;
}) {
  return (
    <div class="force">
      <p><span>{title}</span> <b class="figures">{value}</b> <span class="faint">{unit}</span></p>
      <div class="force-bar" aria-hidden="true">
        {band && <div class="force-fill" style={{ left: `${Math.min(100, (100 * band.low) / most)}%`, right: `${Math.max(0, 100 - (100 * band.high) / most)}%` }} />}
      </div>
      <p class="faint">{meaning}</p>
    </div>
  );
}

function Answer({ sheet }: { sheet: LoadSheet }) {
  const pose = sheet.poses[0];
  if (!pose || !pose.feasible)
    return <p class="watch">The model finds no way to hold this pose: no share of these muscles is strong enough.</p>;
  const trunk = pose.lumbar_contact_by_trunk_n;
  return (
    <div class="forces" aria-live="polite">
      <Figure title="Moment at the hips" value={band_text(pose.hip_moment_band_nm, '')} unit="N·m" band={pose.hip_moment_band_nm} most={200} meaning="what the hip flexors must supply to hold the legs" />
      <Figure title="Between the vertebrae L4 and L5" value={band_text(pose.l4l5_compression_n, '')} unit="N" band={pose.l4l5_compression_n} most={4500} meaning="how hard they are pressed together" />
      <Figure title="Pull of both psoas" value={band_text(pose.psoas_n, '')} unit="N" band={pose.psoas_n} most={2000} meaning="the hip flexors that start at the spine" />
      {trunk && (
        <p>An average trunk {trunk.average > 0 ? <>still presses the lower back on the floor with <b>{number_text(trunk.average)} N</b></> : <><b>no longer keeps</b> the lower back on the floor</>} here; a strong one {trunk.strong > 0 ? `with ${number_text(trunk.strong)} N` : 'neither'}.</p>
      )}
    </div>
  );
}

export function Loads({ analysis, person }: { analysis: Analysis; person: Person | null }) {
  const loads = analysis.loads;
  const [question, ask] = useState<Question>({
    angle: Math.round(loads?.leg_elevation_deg ?? 30), knee: 0, ankle_weight: 0, hands: analysis.hands === 'under_hips' ? 'under_hips' : 'sides',
    head_lifted: false, is_pressed: true, height: Math.round(100 * (person?.height_m ?? analysis.subject.height_m)),
    mass: person?.mass_kg ?? analysis.subject.mass_kg ?? 0, sex: person?.sex ?? analysis.subject.sex ?? '',
  });
  const [sheet, set_sheet] = useState<LoadSheet | null>(null);
  const [message, set_message] = useState<string | null>(null);
  const change = (some: Partial<Question>) => ask((before) => ({ ...before, ...some }));
  const query = query_of(analysis.exercise.id, question);

  useEffect(() => {
    if (!loads) return;
    const aborted = new AbortController();
    const timer = setTimeout(() => {
      get<LoadSheet>(`/loads?${query}`, aborted.signal).then(
        (answer) => { set_sheet(answer); set_message(null); },
        (error: unknown) => { if (!aborted.signal.aborted) set_message(error instanceof ApiError ? error.message : String(error)); },
      );
    }, kWait_ms);
    return () => {
      clearTimeout(timer);
      aborted.abort();
    };
  }, [query]);

  if (!loads) return null;
  const average = loads.predicted_end_range.find((r) => r.trunk === 'average')?.end_range_deg ?? null;
  return (
    <section class="card loads" aria-labelledby="loads">
      <h2 id="loads">Forces, and what would change them</h2>
      <p>
        At {seconds(loads.most_at_s)}, with the legs at {degrees(loads.leg_elevation_deg)}, they pulled hardest on the back:{' '}
        {band_text(loads.hip_moment_band_nm, ' N·m')} at the hips, {band_text(loads.psoas_n, ' N')} in the two psoas muscles, {band_text(loads.l4l5_compression_n, ' N')} between L4 and L5.
        {loads.momentum_share !== null && ` Swing added ${number_text(100 * loads.momentum_share, 0, ' %')} to what the legs weigh while they moved.`}
        {average !== null && average > 0 && ` By the same model an average trunk loses the floor at ${degrees(average)}.`}
      </p>
      <div class="what-if">
        <fieldset class="sliders">
          <legend>What if…</legend>
          <Slider label="Leg elevation" unit="°" min={0} max={90} step={1} value={question.angle} on_change={(angle) => change({ angle })} />
          <Slider label="Knees bent by" unit="°" min={0} max={120} step={5} value={question.knee} on_change={(knee) => change({ knee })} />
          <Slider label="On each ankle" unit=" kg" min={0} max={5} step={0.5} value={question.ankle_weight} on_change={(ankle_weight) => change({ ankle_weight })} />
          <Slider label="Height" unit=" cm" min={140} max={210} step={1} value={question.height} on_change={(height) => change({ height })} />
          <Slider label="Mass" shown={question.mass > 0 ? undefined : `${sheet ? band_text(sheet.subject.mass_kg, ' kg') : '–'}, not given`} unit=" kg" min={40} max={130} step={1} value={question.mass || 70} on_change={(mass) => change({ mass })} />
          <label class="slider"><span>Hands</span>
            <select value={question.hands} onChange={(e) => change({ hands: e.currentTarget.value })}>
              {hands.map(([id, title]) => <option key={id} value={id}>{title}</option>)}
            </select>
          </label>
          <label class="tick"><input type="checkbox" checked={question.head_lifted} onChange={(e) => change({ head_lifted: e.currentTarget.checked })} /> Head lifted off the floor</label>
          <label class="tick"><input type="checkbox" checked={question.is_pressed} onChange={(e) => change({ is_pressed: e.currentTarget.checked })} /> Back pressed to the floor</label>
        </fieldset>
        <div>
          {message && <p class="watch" role="status">{message}</p>}
          {sheet ? <Answer sheet={sheet} /> : <p class="faint">Asking the model…</p>}
        </div>
      </div>
      <p class="faint">A model’s figures, not a measurement: from muscles that work as little as they must to muscles that tense as electrodes have seen. They say what changes with what, not what is safe.</p>
    </section>
  );
}
