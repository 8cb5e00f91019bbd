// Name, height, mass, sex and weekdays: the same fields for the first visit, a new person and a change.
import { useState } from 'preact/hooks';
import type { Person, PersonFields, Sex } from '../types';
import { decimal_from } from '../words';
import { kWeekdays } from './words';

export interface Draft { name: string; height_cm: string; mass_kg: string; sex: '' | 'f' | 'm'; weekdays: number }

const text = (n: number | null | undefined, digits: number) =>
  n === null || n === undefined ? '' : String(Number(n.toFixed(digits)));

export function draft_of(person?: Person): Draft {
  return {
    name: person?.name ?? '',
    height_cm: text(person && person.height_m !== null ? person.height_m * 100 : null, 1),
    mass_kg: text(person?.mass_kg, 1),
    sex: person?.sex ?? '',
    weekdays: person?.weekdays ?? 0,
  };
}

/// What is wrong with it in one sentence, or the fields as the API takes them.
export function fields_of(draft: Draft): PersonFields | string {
  const name = draft.name.trim();
  if (name === '') return 'A name is needed, any will do: it tells people on this computer apart.';
  const height = decimal_from(draft.height_cm), mass = decimal_from(draft.mass_kg);
  if (height !== null && !(height >= 100 && height <= 230)) return 'Height in centimetres, from 100 to 230, such as 172.';
  if (mass !== null && !(mass >= 20 && mass <= 300)) return 'Mass in kilograms, from 20 to 300, such as 68.';
  return {
    name,
    height_m: height === null ? null : height / 100,
    mass_kg: mass,
    sex: (draft.sex === '' ? null : draft.sex) as Sex,
    weekdays: draft.weekdays,
  };
}

export function useDraft(person?: Person) {
  return useState<Draft>(() => draft_of(person));
}

interface Props { draft: Draft; change(draft: Draft): void; prefix: string; with_sex: boolean }

export function PersonFieldset({ draft, change, prefix, with_sex }: Props) {
  const id = (field: string) => `${prefix}-${field}`;
  return (
    <div class="field-grid">
      <div class="field wide">
        <label for={id('name')}>Name</label>
        <input id={id('name')} value={draft.name} maxLength={80} autocomplete="off"
          onInput={(e) => change({ ...draft, name: e.currentTarget.value })} />
      </div>
      <div class="field">
        <label for={id('height')}>Height, cm <span class="faint">(optional)</span></label>
        <input id={id('height')} inputMode="decimal" value={draft.height_cm} autocomplete="off" aria-describedby={id('why')}
          onInput={(e) => change({ ...draft, height_cm: e.currentTarget.value })} />
      </div>
      <div class="field">
        <label for={id('mass')}>Mass, kg <span class="faint">(optional)</span></label>
        <input id={id('mass')} inputMode="decimal" value={draft.mass_kg} autocomplete="off" aria-describedby={id('why')}
          onInput={(e) => change({ ...draft, mass_kg: e.currentTarget.value })} />
      </div>
      {with_sex && (
        <div class="field">
          <label for={id('sex')}>Sex <span class="faint">(optional)</span></label>
          <select id={id('sex')} value={draft.sex} aria-describedby={id('why')}
            onChange={(e) => change({ ...draft, sex: e.currentTarget.value as Draft['sex'] })}>
            <option value="">not said</option>
            <option value="f">female</option>
            <option value="m">male</option>
          </select>
        </div>
      )}
      <p class="faint wide small" id={id('why')}>
        Height turns pictures into millimetres{with_sex ? ', mass and sex feed the model of the forces' : ', mass feeds the model of the forces'}. Without them an average body is assumed, and marked as such.
      </p>
      <fieldset class="wide">
        <legend>Days to train on <span class="faint">(none chosen = any day that rest allows)</span></legend>
        <div class="days">
          {kWeekdays.map((day, i) => (
            <label class="day" key={day}>
              <input type="checkbox" checked={(draft.weekdays & (1 << i)) !== 0} aria-label={day}
                onChange={() => change({ ...draft, weekdays: draft.weekdays ^ (1 << i) })} />
              <span aria-hidden="true">{day.slice(0, 2)}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
