// One set, opened: its facts, and of a filmed one what was found in it.
import { grouped } from '../result/grouping';
import type { Analysis } from '../result/types';
import type { HistorySet } from '../types';
import { Waiting, useLoaded } from './loaded';
import { duration, end_range_words } from '../words';

const kShown = 4;

function FilmFindings({ film }: { film: string }) {
  const { data, error } = useLoaded<Analysis>(`/films/${film}/analysis`);
  if (error !== null) return <p class="faint small">What was found can’t be shown: {error.message}</p>;
  if (data === null) return <Waiting />;
  const groups = grouped(data.findings);
  const is_judged = data.checks.some((check) => check.state !== 'not_judged');
  const reason = data.end_range.reason;
  return (
    <>
      {reason && <p class="small faint">End range: {reason}</p>}
      {data.advice.cue && <p><strong>{data.advice.cue}</strong></p>}
      {groups.length > 0 && (
        <ul class="sentences small">
          {groups.slice(0, kShown).map(({ check, members }) => <li key={check}>{members[0]!.message}{members.length > 1 && ` (${members.length} times)`}</li>)}
          {groups.length > kShown && <li>… and {groups.length - kShown} more in the result</li>}
        </ul>
      )}
      {groups.length === 0 && (is_judged ? <p class="small good">Nothing to mend was found.</p> : <p class="small faint">Nothing could be judged in it.</p>)}
    </>
  );
}

export function SetDetails({ set, is_open, ask_delete }: { set: HistorySet; is_open: boolean; ask_delete(set: HistorySet): void }) {
  const by_leg = set.left_reps > 0 || set.right_reps > 0 ? ` (left ${set.left_reps}, right ${set.right_reps})` : '';
  const facts: [string, string][] = [];
  if (set.skipped) facts.push(['Done', 'skipped']);
  else if (set.reps > 0) facts.push(['Reps', `${set.reps}${by_leg}`]);
  if (set.hold_s !== null && !set.skipped) facts.push(['Held', duration(set.hold_s)]);
  if (set.tempo !== '') facts.push(['Tempo', `${set.tempo} s`]);
  if (set.end_range.status !== 'not_measured') facts.push(['End range', end_range_words(set.end_range)]);
  if (set.rpe !== null) facts.push(['Effort', `${set.rpe} of 10`]);
  if (set.weight_kg !== null) facts.push(['Added', `${set.weight_kg} kg`]);
  if (set.note !== '') facts.push(['Note', set.note]);
  const how = set.source === 'clip' ? 'filmed' : set.source === 'import' ? 'brought in' : 'by hand';
  return (
    <li class="one-set">
      <p class="set-head"><strong>{set.at.slice(11, 16)}</strong> {how}</p>
      <dl>{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {is_open && set.film !== null && <FilmFindings film={set.film} />}
      <div class="row">
        {set.film !== null && <a class="button" href={`#/films/${set.film}`}>Open the result</a>}
        <button type="button" onClick={() => ask_delete(set)}>Delete this set</button>
      </div>
    </li>
  );
}
