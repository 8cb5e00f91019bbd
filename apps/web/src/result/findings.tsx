// What to change, each with its moment; what was looked at and was fine; and what couldn't be judged.
import type { Clock } from './clock';
import { grouped, type Group } from './grouping';
import type { Analysis, Finding } from './types';
import { capital, seconds } from '../words';

const severity_words: Record<string, string> = { stop: 'Stop', fix: 'To change', watch: 'Keep an eye on', info: 'Good to know' };

// The largest value speaks for the group.
function worst(group: Group): Finding {
  const by_limit = (f: Finding) => (f.value !== null && f.limit ? Math.abs(f.value - f.limit) : 0);
  return group.members.reduce((a, b) => (by_limit(b) > by_limit(a) ? b : a));
}

function Moments({ group, clock }: { group: Group; clock: Clock }) {
  const timed = group.members.filter((f) => f.from_s !== null);
  if (timed.length === 0) return null;
  return (
    <p class="moments">
      {timed.map((f, i) => (
        <button key={i} onClick={() => clock.seek(f.from_s!)}>
          {f.rep === null ? 'The set' : `Rep ${f.rep}`} <span class="faint">{seconds(f.from_s)}</span><span class="hidden">, go there</span>
        </button>
      ))}
    </p>
  );
}

export function Findings({ analysis, clock, check_title }: { analysis: Analysis; clock: Clock; check_title: (id: string) => string }) {
  const groups = grouped(analysis.findings);
  const clean = analysis.checks.filter((check) => check.state === 'clean');
  return (
    <section class="card" aria-labelledby="findings">
      <h2 id="findings">What to change</h2>
      {groups.length === 0 && <p>{clean.length > 0 ? 'Nothing stood out.' : 'Nothing could be judged.'}</p>}
      <ul class="findings">
        {groups.map((group) => (
          <li key={group.check} class={group.severity}>
            <p class="tag">{severity_words[group.severity]}</p>
            <p><b>{worst(group).message}</b></p>
            {group.cue && <p>{group.cue}</p>}
            <Moments group={group} clock={clock} />
          </li>
        ))}
      </ul>
      {clean.length > 0 && <p class="faint"><span class="good" aria-hidden="true">✓</span> Looked at and fine: {clean.map((check) => check_title(check.check)).join(', ')}.</p>}
    </section>
  );
}

// The program's own words name an option of the command line.
function note_text(note: Analysis['notes'][number]): string {
  return note.id === 'height_assumed' ? 'Millimetres assume a height of 1.70 m; give yours under You.' : note.message;
}

export function NotJudged({ analysis, check_title }: { analysis: Analysis; check_title: (id: string) => string }) {
  const open = analysis.checks.filter((check) => check.state === 'not_judged');
  const problems = [...new Map(analysis.view.problems.map((problem) => [problem.id, problem])).values()];
  if (open.length + problems.length + analysis.notes.length === 0) return null;
  return (
    <section class="card" aria-labelledby="open">
      <h2 id="open">What couldn’t be judged, and why</h2>
      {problems.length > 0 && <ul class="plain">{problems.map((p) => <li key={p.id} class="watch">{p.message}</li>)}</ul>}
      <ul class="plain">
        {open.map((check) => <li key={check.check}><b>{capital(check_title(check.check))}</b>: {check.reason}</li>)}
        {analysis.notes.map((note) => <li key={note.id} class="faint">{note_text(note)}</li>)}
      </ul>
    </section>
  );
}
