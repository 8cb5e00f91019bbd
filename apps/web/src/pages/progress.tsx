// What has been done, and what has become of it.
import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Decision, History } from '../types';
import { CalendarGrid } from '../parts/calendar_grid';
import { useFilmDone } from '../parts/films_status';
import { TroubleCard, Waiting, useLoaded } from '../parts/loaded';
import { SessionTable } from '../parts/session_table';
import { trends } from '../parts/trend';
import { TrendChart } from '../parts/trend_chart';
import { useWho } from '../parts/who';
import { date_words, plain, symptom_words } from '../parts/words';

const kExports = [
  { format: 'csv', title: 'Table (CSV)', what: 'one row a set' },
  { format: 'xlsx', title: 'Spreadsheet (XLSX)', what: 'with a chart' },
  { format: 'json', title: 'Everything (JSON)', what: 'to bring it back in' },
  { format: 'ical', title: 'Calendar (ICS)', what: 'the days to come' },
  { format: 'fhir', title: 'Health record (FHIR)', what: 'the end ranges' },
];

function Exports({ person }: { person: string }) {
  return (
    <section class="card">
      <h2>Take it with you</h2>
      <ul class="exports">
        {kExports.map((e) => (
          <li key={e.format}><a class="button" download href={`/api/v1/people/${person}/export?format=${e.format}`}>{e.title}</a> <span class="faint small">{e.what}</span></li>
        ))}
      </ul>
    </section>
  );
}

function Decisions({ decisions, today }: { decisions: Decision[]; today: string }) {
  if (decisions.length === 0) return null;
  return (
    <section class="card">
      <h2>What the coach decided</h2>
      <ol class="diary">
        {[...decisions].reverse().map((d, i) => (
          <li key={i}><time dateTime={d.day}>{date_words(d.day, today)}</time><span>{plain(d.sentence, today)}</span></li>
        ))}
      </ol>
    </section>
  );
}

function Felt({ history, today }: { history: History; today: string }) {
  if (history.symptoms.length === 0) return null;
  return (
    <section class="card">
      <h2>What you felt</h2>
      <ol class="diary">
        {[...history.symptoms].reverse().map((s, i) => (
          <li key={i}>
            <time dateTime={s.at}>{date_words(s.at, today)}</time>
            <span>{symptom_words(s.kind)}{s.pain !== null && `, ${s.pain} of 10`}{s.place !== '' && `, ${s.place}`}{s.note !== '' && `: ${s.note}`}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Totals({ all, today }: { all: History['all']; today: string }) {
  return (
    <dl class="totals">
      <div><dt>Sessions</dt><dd>{all.sessions}</dd></div>
      <div><dt>Sets</dt><dd>{all.sets}</dd></div>
      <div><dt>Reps</dt><dd>{all.reps}</dd></div>
      <div><dt>Since</dt><dd>{all.first !== null ? date_words(all.first, today) : '–'}</dd></div>
    </dl>
  );
}

function Empty() {
  return (
    <section class="card">
      <h2>Nothing here yet</h2>
      <p>Film one set of leg raises from the side: it finds the angle at which your lower back leaves the floor, and tells the coach where to begin. Or do the first session by ear, without a camera.</p>
      <div class="row">
        <a class="button main" href="#/film">Film a set</a>
        <a class="button" href="#/today">See today’s session</a>
      </div>
    </section>
  );
}

export function ProgressPage() {
  const { about, person } = useWho();
  const [is_all, set_all] = useState(false);
  const { data, error, reload } = useLoaded<History>(`/people/${person.id}/history?weeks=${is_all ? 'all' : 12}`);
  useFilmDone(useCallback(() => void reload(), [reload]));
  const lines = useMemo(() => (data !== null ? trends(data.days) : []), [data]);
  const is_empty = data !== null && data.all.sets === 0 && data.days.length === 0 && data.symptoms.length === 0;
  const has_more = data !== null && data.all.first !== null && (is_all || data.all.first < data.from);
  return (
    <>
      <h1>Progress</h1>
      {error !== null && <TroubleCard error={error} retry={() => void reload()} />}
      {data === null && error === null && <Waiting />}
      {is_empty && <Empty />}
      {data !== null && !is_empty && (
        <>
          <Totals all={data.all} today={about.today} />
          {has_more && (
            <div class="row switch" role="group" aria-label="Time shown">
              <button type="button" aria-pressed={!is_all} onClick={() => set_all(false)}>Last 12 weeks</button>
              <button type="button" aria-pressed={is_all} onClick={() => set_all(true)}>Everything</button>
            </div>
          )}
          <div class="progress">
            <div>
              {lines.map((t) => <TrendChart key={t.exercise} trend={t} today={about.today} />)}
              {lines.length === 0 && (
                <section class="card">
                  <h2>End range</h2>
                  <p>Not measured yet in this time. <a href="#/film">Film a set from the side</a>, and its curve begins here.</p>
                </section>
              )}
            </div>
            <CalendarGrid history={data} today={about.today} />
          </div>
          {data.days.length > 0 && <SessionTable history={data} changed={() => void reload()} />}
          <div class="progress even">
            <Decisions decisions={data.decisions} today={about.today} />
            <Felt history={data} today={about.today} />
          </div>
          <Exports person={person.id} />
        </>
      )}
    </>
  );
}
