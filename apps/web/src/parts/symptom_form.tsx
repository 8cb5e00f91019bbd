// "I felt something": a stop must show at once, so the server answers with the program as it is now.
import { useState } from 'preact/hooks';
import { send, type ApiError } from '../api';
import type { Plan } from '../types';
import { Dialog } from './dialog';
import { FormEnd } from './form_end';
import { Scale, kPain } from './scale';
import { useWho, as_api_error } from './who';
import { symptom_words } from './words';

interface Props { closed(): void; told(plan: Plan): void }

export function SymptomDialog({ closed, told }: Props) {
  const { about, person } = useWho();
  const kinds = about.symptoms.filter((kind) => kind !== 'all_clear');
  const [kind, set_kind] = useState(kinds[0] ?? 'pain');
  const [pain, set_pain] = useState<number | null>(null);
  const [place, set_place] = useState('');
  const [note, set_note] = useState('');
  const [error, set_error] = useState<ApiError | null>(null);
  const [is_busy, set_busy] = useState(false);
  const [problem, set_problem] = useState('');
  const asks_pain = kind !== 'snapping'; // by its definition that one doesn't hurt
  async function keep(close: () => void) {
    if (kind === 'pain' && pain === null) {
      set_problem('How strong is it? Choose a number from 0 to 10.');
      return;
    }
    set_busy(true);
    try {
      const body = { kind, ...(asks_pain && pain !== null ? { pain } : {}), place: place.trim(), note: note.trim() };
      const { program } = await send<{ program: Plan }>('POST', `/people/${person.id}/symptoms`, body);
      close();
      told(program);
    } catch (e) {
      set_busy(false);
      set_error(as_api_error(e));
    }
  }
  return (
    <Dialog title="I felt something" closed={closed}>
      {(close) => (
        <form onSubmit={(e) => { e.preventDefault(); void keep(close); }} noValidate>
          <p>Stop the set. Then say what it was: the plan takes it into account at once.</p>
          <fieldset>
            <legend>What was it?</legend>
            <div class="options">
              {kinds.map((k) => (
                <label key={k}>
                  <input type="radio" name="kind" checked={kind === k} onChange={() => set_kind(k)} />
                  <span>{symptom_words(k)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          {asks_pain && <Scale legend="How strong is the pain?" from={0} value={pain} change={set_pain} ends={kPain} is_optional={kind !== 'pain'} />}
          <div class="field-grid">
            <div class="field">
              <label for="place">Where <span class="faint">(optional)</span></label>
              <input id="place" value={place} maxLength={200} placeholder="front of the hip" onInput={(e) => set_place(e.currentTarget.value)} />
            </div>
            <div class="field">
              <label for="felt-note">Note <span class="faint">(optional)</span></label>
              <input id="felt-note" value={note} maxLength={500} onInput={(e) => set_note(e.currentTarget.value)} />
            </div>
          </div>
          <FormEnd problem={problem} error={error} is_busy={is_busy} close={close} />
        </form>
      )}
    </Dialog>
  );
}
