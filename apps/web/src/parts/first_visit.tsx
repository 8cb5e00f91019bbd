// The first visit, and the choice between several people.
import { useState } from 'preact/hooks';
import { send, type ApiError } from '../api';
import type { Person, PersonFields } from '../types';
import { PersonFieldset, fields_of, useDraft } from './person_fields';
import { Complaint } from './loaded';
import { as_api_error } from './who';
import { LegFigure } from './leg_figure';

export function FirstVisit({ made }: { made(person: Person): void }) {
  const [draft, change] = useDraft();
  const [error, set_error] = useState<ApiError | null>(null);
  const [problem, set_problem] = useState('');
  const [is_busy, set_busy] = useState(false);
  async function make(fields: PersonFields | string) {
    if (typeof fields === 'string') {
      set_problem(fields);
      return;
    }
    set_problem('');
    set_busy(true);
    try {
      made(await send<Person>('POST', '/people', fields));
    } catch (e) {
      set_error(as_api_error(e));
      set_busy(false);
    }
  }
  return (
    <div class="welcome">
      <h1>Welcome to endrange</h1>
      <div class="two">
        <section class="card">
          <h2>Who trains here?</h2>
          <form onSubmit={(e) => { e.preventDefault(); void make(fields_of(draft)); }} noValidate>
            <PersonFieldset draft={draft} change={change} prefix="first" with_sex={false} />
            <div role="alert">{problem && <p class="bad complaint">{problem}</p>}</div>
            <Complaint error={error} />
            <div class="row">
              <button class="main" type="submit" disabled={is_busy}>Begin</button>
              <button type="button" disabled={is_busy} onClick={() => void make({ name: 'me' })}>Skip this</button>
            </div>
          </form>
        </section>
        <section class="card">
          <h2>What it does</h2>
          <LegFigure exercise="double_leg_raise" turn_at_deg={40} />
          <p>You lie on your back and lower your legs slowly. At some angle the lower back leaves the floor: that is your <strong>end range</strong>. endrange finds it in a film from the side, and plans what to train.</p>
          <p class="faint">Nothing leaves this computer: no account, no cloud. You can change or delete everything later under “You”.</p>
        </section>
      </div>
    </div>
  );
}

export function ChoosePerson({ people, choose }: { people: Person[]; choose(id: string): void }) {
  return (
    <>
      <h1>Who trains?</h1>
      <section class="card">
        <ul class="choices">
          {people.map((p) => (
            <li key={p.id}><button type="button" onClick={() => choose(p.id)}>{p.name}</button></li>
          ))}
        </ul>
      </section>
    </>
  );
}
