// A row of numbers to choose from: effort 1–10, pain 0–10.
import { useId } from 'preact/hooks';

interface Props {
  legend: string;
  from: number;
  value: number | null;
  change(value: number | null): void;
  ends: [string, string]; // what the first and the last number mean
  is_optional?: boolean;
}

export function Scale({ legend, from, value, change, ends, is_optional }: Props) {
  const name = useId();
  return (
    <fieldset class="scale">
      <legend>{legend} {is_optional && <span class="faint">(optional)</span>}</legend>
      <div class={from === 0 ? 'numbers eleven' : 'numbers'}>
        {Array.from({ length: 11 - from }, (_, i) => from + i).map((n) => (
          <label key={n}>
            <input type="radio" name={name} checked={value === n} onChange={() => change(n)}
              onClick={() => { if (is_optional && value === n) change(null); }}
              aria-label={n === from ? `${n}, ${ends[0]}` : n === 10 ? `${n}, ${ends[1]}` : String(n)} />
            <span aria-hidden="true">{n}</span>
          </label>
        ))}
      </div>
      <p class="ends faint small" aria-hidden="true"><span>{ends[0]}</span><span>{ends[1]}</span></p>
    </fieldset>
  );
}

export const kEffort: [string, string] = ['very easy', 'not one more'];
export const kPain: [string, string] = ['none', 'the worst there is'];
