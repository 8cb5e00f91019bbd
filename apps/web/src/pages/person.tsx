// You: what is known of who trains, the others on this computer, and what is kept where.
import { useState } from 'preact/hooks';
import { send, type ApiError } from '../api';
import type { Person } from '../types';
import { DeletePerson } from '../parts/delete_person';
import { Complaint } from '../parts/loaded';
import { PersonFieldset, fields_of, useDraft } from '../parts/person_fields';
import { kMedical } from '../parts/plan_cards';
import { as_api_error, useWho } from '../parts/who';

function Edit() {
  const { person, reload } = useWho();
  const [draft, change] = useDraft(person);
  const [problem, set_problem] = useState('');
  const [error, set_error] = useState<ApiError | null>(null);
  const [is_kept, set_kept] = useState(false);
  async function keep() {
    const fields = fields_of(draft);
    set_error(null);
    set_kept(false);
    set_problem(typeof fields === 'string' ? fields : '');
    if (typeof fields === 'string') return;
    try {
      await send<Person>('PATCH', `/people/${person.id}`, fields);
      await reload();
      set_kept(true);
    } catch (e) {
      set_error(as_api_error(e));
    }
  }
  return (
    <section class="card">
      <h2>About you</h2>
      <form noValidate onSubmit={(e) => { e.preventDefault(); void keep(); }}>
        <PersonFieldset draft={draft} change={(d) => { change(d); set_kept(false); }} prefix="you" with_sex />
        <div role="alert">{problem && <p class="bad complaint">{problem}</p>}</div>
        <Complaint error={error} />
        <div class="row">
          <button type="submit" class="main">Save</button>
          <span role="status" class="good">{is_kept ? 'Saved.' : ''}</span>
        </div>
      </form>
    </section>
  );
}

function Others() {
  const { people, person, choose, reload } = useWho();
  const [is_adding, set_adding] = useState(false);
  const [draft, change] = useDraft();
  const [problem, set_problem] = useState('');
  const [error, set_error] = useState<ApiError | null>(null);
  async function add() {
    const fields = fields_of(draft);
    set_error(null);
    set_problem(typeof fields === 'string' ? fields : '');
    if (typeof fields === 'string') return;
    try {
      const made = await send<Person>('POST', '/people', fields);
      await reload();
      choose(made.id);
    } catch (e) {
      set_error(as_api_error(e));
    }
  }
  return (
    <section class="card">
      <h2>People on this computer</h2>
      <ul class="choices">
        {people.map((p) => (
          <li key={p.id}>
            {p.id === person.id ? <span class="button chosen">{p.name} <span class="faint">(you, now)</span></span>
              : <button type="button" onClick={() => choose(p.id)}>Switch to {p.name}</button>}
          </li>
        ))}
      </ul>
      {is_adding ? (
        <form noValidate onSubmit={(e) => { e.preventDefault(); void add(); }}>
          <PersonFieldset draft={draft} change={change} prefix="new" with_sex />
          <div role="alert">{problem && <p class="bad complaint">{problem}</p>}</div>
          <Complaint error={error} />
          <div class="row">
            <button type="submit" class="main">Add and switch</button>
            <button type="button" onClick={() => set_adding(false)}>Cancel</button>
          </div>
        </form>
      ) : (
        <button type="button" onClick={() => set_adding(true)}>Add somebody</button>
      )}
    </section>
  );
}

// As the server chooses it (apps/server/serve.cpp).
function films_path(journal: string): string {
  return /[\\/]journal\.db$/.test(journal) ? journal.replace(/journal\.db$/, 'films') : `${journal}.films`;
}

export function PersonPage() {
  const { about, person } = useWho();
  return (
    <>
      <h1>You</h1>
      <div class="two">
        <div>
          <Edit />
          <Others />
        </div>
        <div>
          <section class="card">
            <h2>What is kept</h2>
            <dl class="kept-list">
              <div><dt>Kept</dt><dd>What you did, what was measured in it, and what you felt: numbers and short texts. Results of films, as numbers and drawings. Pictures of the lower back from a film: in memory until endrange is closed, and on the disk with “keep the video”.</dd></div>
              <div><dt>Not kept</dt><dd>Films, unless you tick “keep the video” for one. Pictures of the live camera, never.</dd></div>
              <div><dt>Sent away</dt><dd>Nothing. Everything is computed on this computer; the page talks to it alone.</dd></div>
              <div><dt>Where</dt><dd><code class="path">{about.journal_path}</code>, and films with their results in <code class="path">{films_path(about.journal_path)}</code>, unless <code>--films</code> named another folder</dd></div>
              <div><dt>Version</dt><dd>endrange {about.version}, pose model {about.model}</dd></div>
            </dl>
            <p><a href="#/progress">Export everything</a> from the Progress page.</p>
          </section>
          <section class="card">
            <h2>Please note</h2>
            <p>{kMedical}</p>
          </section>
          <DeletePerson key={person.id} />
        </div>
      </div>
    </>
  );
}
