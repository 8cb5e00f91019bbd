// How a form in a dialog ends: what is wrong with it, and the two ways out.
import type { ApiError } from '../api';
import { Complaint } from './loaded';

export function FormEnd({ problem, error, is_busy, close }: { problem: string; error: ApiError | null; is_busy: boolean; close: () => void }) {
  return (
    <>
      <div role="alert">{problem && <p class="bad complaint">{problem}</p>}</div>
      <Complaint error={error} />
      <div class="row end">
        <button type="button" onClick={close}>Cancel</button>
        <button type="submit" class="main" disabled={is_busy}>Keep it</button>
      </div>
    </>
  );
}
