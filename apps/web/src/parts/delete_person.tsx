// Deleting somebody with everything: said in full, and confirmed by typing the name.
import { useState } from 'preact/hooks';
import { send, type ApiError } from '../api';
import { drop_goal } from '../live/goal';
import { forget_files_of } from '../result/files';
import { Dialog } from './dialog';
import { Complaint } from './loaded';
import { save_session } from './session';
import { as_api_error, useWho } from './who';

export function DeletePerson() {
  const { person, reload } = useWho();
  const [is_asking, set_asking] = useState(false);
  const [typed, set_typed] = useState('');
  const [error, set_error] = useState<ApiError | null>(null);
  const [is_busy, set_busy] = useState(false);
  const is_confirmed = typed.trim() === person.name;
  async function remove(close: () => void) {
    set_busy(true);
    try {
      await send('DELETE', `/people/${person.id}`);
      save_session(null);
      forget_files_of(person.id);
      drop_goal();
      close();
      await reload();
    } catch (e) {
      set_error(as_api_error(e));
      set_busy(false);
    }
  }
  return (
    <section class="card">
      <h2>Delete {person.name}</h2>
      <p>Takes {person.name} and everything of theirs from this computer: all sets and what was measured in them, what was felt, the choices, the results of films and the videos that were kept. It can’t be taken back.</p>
      <p class="faint small">Files that were exported, and backups of the journal, are yours to delete.</p>
      <button type="button" class="danger" onClick={() => { set_typed(''); set_asking(true); }}>Delete {person.name} …</button>
      {is_asking && (
        <Dialog title={`Delete ${person.name}, with everything?`} closed={() => { set_asking(false); set_error(null); }}>
          {(close) => (
            <form onSubmit={(e) => { e.preventDefault(); if (is_confirmed) void remove(close); }}>
              <p>All sets, measurements, symptoms, choices and films of <strong>{person.name}</strong> are deleted for good. An <a href={`/api/v1/people/${person.id}/export?format=json`} download>export</a> first keeps a copy.</p>
              <div class="field">
                <label for="confirm-name">Type the name to confirm: {person.name}</label>
                <input id="confirm-name" value={typed} autocomplete="off" onInput={(e) => set_typed(e.currentTarget.value)} />
              </div>
              <Complaint error={error} />
              <div class="row end">
                <button type="button" onClick={close}>Cancel</button>
                <button type="submit" class="danger" disabled={!is_confirmed || is_busy}>Delete everything</button>
              </div>
            </form>
          )}
        </Dialog>
      )}
    </section>
  );
}
