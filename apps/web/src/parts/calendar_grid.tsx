// The last twelve weeks, a day a cell. A real table: each cell says in words what its colour shows.
import type { History } from '../types';
import { calendar } from './calendar';
import { kWeekdays } from './words';

export function CalendarGrid({ history, today }: { history: History; today: string }) {
  const { months, rows } = calendar(today, 12, history.days, history.symptoms);
  return (
    <section class="card">
      <h2>The last 12 weeks</h2>
      <table class="calendar">
        <caption class="hidden">Training days of the last twelve weeks: a row for each weekday, a column for each week</caption>
        <thead>
          <tr>
            <td />
            {/* A single week is too narrow for its month's name. */}
            {months.map((m, i) => <th key={i} scope="colgroup" colSpan={m.weeks}><span class={m.weeks < 2 ? 'hidden' : ''}>{m.title}</span></th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              <th scope="row"><span aria-hidden="true">{kWeekdays[i]!.slice(0, 2)}</span><span class="hidden">{kWeekdays[i]}</span></th>
              {row.map((d) => (
                <td key={d.day} class={`${d.mark}${d.day === today ? ' now' : ''}`} title={d.text}>
                  <span class="hidden">{d.text}</span>
                  {d.is_felt && <span class="felt" aria-hidden="true">!</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul class="calendar-legend small faint" aria-hidden="true">
        <li><i class="measured" /> filmed</li>
        <li><i class="hand" /> by hand</li>
        <li><i class="skipped" /> skipped</li>
        <li><i class="none"><span class="felt">!</span></i> something felt</li>
      </ul>
    </section>
  );
}
