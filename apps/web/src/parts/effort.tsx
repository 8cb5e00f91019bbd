// How hard a filmed set was: kept with its sets in the journal as soon as it is said.
import { useEffect, useState } from 'preact/hooks';
import { effort_of, rate } from '../live/session';
import type { Film } from '../types';
import { kEffort, Scale } from './scale';

// For one film: give it the film's id as its key.
export function Effort({ film, hint }: { film: Film; hint: string }) {
  const [rpe, set_rpe] = useState<number | null>(null);
  const [message, set_message] = useState(hint);
  // Who has chosen meanwhile knows better than the journal did.
  useEffect(() => { effort_of(film).then((kept) => set_rpe((chosen) => chosen ?? kept), () => undefined); }, []);
  const choose = (n: number | null) => {
    if (n === null) return;
    set_rpe(n);
    rate(film, n).then(() => set_message(`Effort ${n} is kept with the set.`), (error: unknown) => set_message(error instanceof Error ? error.message : String(error)));
  };
  return (
    <>
      <Scale legend="How hard was it?" from={1} value={rpe} change={choose} ends={kEffort} />
      <p class="faint" role="status">{message}</p>
    </>
  );
}
