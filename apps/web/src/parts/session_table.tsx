// The sessions as `endrange history` tells them, newest first; each opens to its sets.
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { send, type ApiError } from '../api';
import type { History, HistoryDay, HistorySet } from '../types';
import { Dialog } from './dialog';
import { Complaint } from './loaded';
import { SetDetails } from './set_details';
import { as_api_error, useTitles, useWho } from './who';
import { counted, duration, end_range_words } from '../words';
import { long_day, row_day } from './words';

const kShown = 20;

function sets_of(history: History, row: HistoryDay, titles: (id: string) => string): HistorySet[] {
  return history.sets.filter((s) => s.at.slice(0, 10) === row.day && (s.exercise === row.exercise || titles(s.exercise) === row.exercise));
}

const amount_of = (row: HistoryDay) => (row.sets === 0 ? 'skipped' : row.reps > 0 ? String(row.reps) : row.hold_s !== null ? duration(row.hold_s) : '–');
const end_range_of = (row: HistoryDay) => (row.sets === 0 ? '–' : row.measured ? end_range_words(row.end_range) : 'by hand');

export function SessionTable({ history, changed }: { history: History; changed(): void }) {
  const { about, person } = useWho();
  const titles = useTitles();
  const [open, set_open] = useState<ReadonlySet<string>>(new Set());
  const [shown, set_shown] = useState(kShown);
  const [doomed, set_doomed] = useState<HistorySet | null>(null);
  const [error, set_error] = useState<ApiError | null>(null);
  const rows = [...history.days].reverse();
  const key = (row: HistoryDay) => `${row.day} ${row.exercise}`;
  const toggle = (row: HistoryDay) => {
    const next = new Set(open);
    if (!next.delete(key(row))) next.add(key(row));
    set_open(next);
  };
  async function remove(set: HistorySet, close: () => void) {
    try {
      await send('DELETE', `/people/${person.id}/sets/${set.id}`);
      close();
      changed();
    } catch (e) {
      set_error(as_api_error(e));
    }
  }
  return (
    <section class="card">
      <h2>Sessions</h2>
      <table class="sessions">
        <caption class="hidden">Sessions, newest first. Each row opens to its sets.</caption>
        <thead>
          <tr>
            <th scope="col">Day</th><th scope="col" class="wide-only">Exercise</th><th scope="col" class="num">Sets</th><th scope="col" class="num">Reps</th>
            <th scope="col" class="num wide-only">Lowered</th><th scope="col" class="num wide-only">Back held</th><th scope="col" class="num wide-only">Effort</th><th scope="col" class="range">End range</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row, i) => {
            const is_open = open.has(key(row)), sets = sets_of(history, row, titles);
            return (
              <Fragment key={key(row)}>
                <tr class={is_open ? 'open' : ''}>
                  <th scope="row">
                    <button type="button" class="opener" aria-expanded={is_open} aria-controls={`sets-${i}`} onClick={() => toggle(row)}>
                      <span class="arrow" aria-hidden="true">▸</span>
                      <span>{row_day(row.day, about.today)}<span class="phone-only small faint">{row.exercise}</span></span>
                    </button>
                  </th>
                  <td class="wide-only">{row.exercise}</td>
                  <td class="num">{row.sets}</td>
                  <td class="num">{amount_of(row)}</td>
                  <td class="num wide-only">{row.lowering_s !== null ? `${row.lowering_s.toFixed(1)} s` : '–'}</td>
                  <td class="num wide-only">{row.control_score !== null ? `${Math.round(100 * row.control_score)} %` : '–'}</td>
                  <td class="num wide-only">{row.rpe ?? '–'}</td>
                  <td class="range">{end_range_of(row)}</td>
                </tr>
                <tr id={`sets-${i}`} hidden={!is_open} class="details">
                  <td colSpan={8}>
                    {sets.length > 0
                      ? <ol class="set-list">{sets.map((s) => <SetDetails key={s.id} set={s} is_open={is_open} ask_delete={set_doomed} />)}</ol>
                      : <p class="faint">{counted(row.sets, 'set')}{row.lowering_s !== null && `, lowered in ${row.lowering_s.toFixed(1)} s`}{row.control_score !== null && `, back held in ${Math.round(100 * row.control_score)} %`}. No more is kept of this day.</p>}
                  </td>
                </tr>
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {rows.length > shown && <button type="button" onClick={() => set_shown(shown + kShown)}>Show {Math.min(kShown, rows.length - shown)} more</button>}
      {doomed !== null && (
        <Dialog title="Delete this set?" closed={() => { set_doomed(null); set_error(null); }}>
          {(close) => (
            <>
              <p>The set of {long_day(doomed.at)}, {doomed.at.slice(11, 16)}, and everything measured in it goes from the journal, for good. The plan is made anew without it.</p>
              <Complaint error={error} />
              <div class="row end">
                <button type="button" onClick={close}>Keep it</button>
                <button type="button" class="danger" onClick={() => void remove(doomed, close)}>Delete it</button>
              </div>
            </>
          )}
        </Dialog>
      )}
    </section>
  );
}
