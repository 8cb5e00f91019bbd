// A set that was done without the camera.
import { useState } from 'preact/hooks';
import { send, type ApiError } from '../api';
import type { TrainingDay } from '../types';
import { decimal_from } from '../words';
import { Dialog } from './dialog';
import { FormEnd } from './form_end';
import { Scale, kEffort } from './scale';
import { as_api_error, useWho } from './who';

const kMostWeight_kg = 200; // as openapi.json says

interface Props { day: TrainingDay | null; closed(): void; kept(): void }

export function LogSetDialog({ day, closed, kept }: Props) {
  const { about, person } = useWho();
  const exercises = about.exercises.filter((e) => e.id !== 'other');
  const [exercise, set_exercise] = useState(day?.exercise ?? exercises[0]?.id ?? '');
  const [sets, set_sets] = useState('1');
  const [amount, set_amount] = useState(String(day?.hold_s ?? day?.reps ?? 10));
  const [side, set_side] = useState('');
  const [rpe, set_rpe] = useState<number | null>(null);
  const [tempo, set_tempo] = useState('');
  const [weight, set_weight] = useState('');
  const [note, set_note] = useState('');
  const [problem, set_problem] = useState('');
  const [error, set_error] = useState<ApiError | null>(null);
  const [is_busy, set_busy] = useState(false);
  const known = exercises.find((e) => e.id === exercise);
  async function keep(close: () => void) {
    const weight_kg = decimal_from(weight);
    const is_weight = weight_kg === null || (weight_kg >= 0 && weight_kg <= kMostWeight_kg);
    set_error(null);
    set_problem(is_weight ? '' : `Added weight in kilograms, a number from 0 to ${kMostWeight_kg}, such as 2.5.`);
    if (!is_weight) return;
    const body = {
      exercise,
      sets: Number(sets),
      ...(known?.is_hold ? { hold_s: Number(amount) } : { reps: Number(amount) }),
      ...(side !== '' && known?.is_each_leg ? { side } : {}),
      ...(rpe !== null ? { rpe } : {}),
      ...(tempo.trim() !== '' ? { tempo: tempo.trim() } : {}),
      ...(weight_kg !== null ? { weight_kg } : {}),
      ...(note.trim() !== '' ? { note: note.trim() } : {}),
    };
    set_busy(true);
    try {
      await send('POST', `/people/${person.id}/sets`, body);
      close();
      kept();
    } catch (e) {
      set_busy(false);
      set_error(as_api_error(e));
    }
  }
  return (
    <Dialog title="Log a set by hand" closed={closed}>
      {(close) => (
        <form onSubmit={(e) => { e.preventDefault(); void keep(close); }}>
          <div class="field-grid">
            <div class="field wide">
              <label for="log-exercise">Exercise</label>
              <select id="log-exercise" value={exercise} onChange={(e) => set_exercise(e.currentTarget.value)}>
                {exercises.map((e) => <option key={e.id} value={e.id}>{e.title}</option>)}
              </select>
            </div>
            <div class="field">
              <label for="log-sets">Sets</label>
              <input id="log-sets" type="number" min={1} max={20} required value={sets} onInput={(e) => set_sets(e.currentTarget.value)} />
            </div>
            <div class="field">
              <label for="log-amount">{known?.is_hold ? 'Seconds held' : known?.is_each_leg && side === '' ? 'Reps with each leg' : 'Reps'}</label>
              <input id="log-amount" type="number" min={1} max={known?.is_hold ? 3600 : 1000} required value={amount} onInput={(e) => set_amount(e.currentTarget.value)} />
            </div>
            {known?.is_each_leg && (
              <div class="field wide">
                <label for="log-side">Which leg</label>
                <select id="log-side" value={side} onChange={(e) => set_side(e.currentTarget.value)}>
                  <option value="">both, one and the other</option>
                  <option value="left">left only</option>
                  <option value="right">right only</option>
                </select>
              </div>
            )}
          </div>
          <Scale legend="How hard was it?" from={1} value={rpe} change={set_rpe} ends={kEffort} is_optional />
          <details class="more">
            <summary>Tempo, weight, note</summary>
            <div class="field-grid">
              <div class="field">
                <label for="log-tempo">Tempo in seconds: down-bottom-up-top</label>
                <input id="log-tempo" value={tempo} placeholder="4-0-2-1" autocomplete="off" onInput={(e) => set_tempo(e.currentTarget.value)} />
              </div>
              <div class="field">
                <label for="log-weight">Added weight, kg</label>
                <input id="log-weight" inputMode="decimal" value={weight} autocomplete="off" onInput={(e) => set_weight(e.currentTarget.value)} />
              </div>
              <div class="field wide">
                <label for="log-note">Note</label>
                <input id="log-note" value={note} maxLength={500} onInput={(e) => set_note(e.currentTarget.value)} />
              </div>
            </div>
          </details>
          <FormEnd problem={problem} error={error} is_busy={is_busy} close={close} />
        </form>
      )}
    </Dialog>
  );
}
