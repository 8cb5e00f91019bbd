// During the set: large enough to be read from the mat.
import { degrees } from '../words';
import { LegFigure } from './figures';
import type { State } from './machine';
import { lowering_share, reps_done } from './speech';
import type { Cue, Goal, LiveState } from './types';

const phases: Record<string, string> = { none: 'Waiting for the first rep', lower: 'Lower', bottom: 'Bottom', lift: 'Lift', top: 'Top' };

function Count({ state, goal }: { state: State; goal: Goal }) {
  const { live, held_s } = state;
  const reps = live ? reps_done(live, goal) : 0;
  // Before the hold and after it, too: only while it goes on does the server tell of it.
  const is_hold = goal.hold_s ? true : !goal.reps && (typeof live?.hold_s === 'number' || (held_s !== null && reps === 0));
  if (is_hold)
    return (
      <p class="live-count" role="status" aria-live="off">
        <span class="number">{Math.floor(held_s ?? 0)}</span> <span class="of">{goal.hold_s ? `of ${goal.hold_s} s` : 's held'}</span>
      </p>
    );
  const is_sided = (live?.left_reps ?? 0) + (live?.right_reps ?? 0) > 0;
  return (
    <p class="live-count" aria-live="polite" aria-atomic="true">
      <span class="number">{reps}</span> <span class="of">{goal.reps ? `of ${goal.reps}${goal.is_each_leg ? ' each leg' : ''}` : reps === 1 ? 'rep' : 'reps'}</span>
      {is_sided && <span class="sides">left {live?.left_reps} · right {live?.right_reps}</span>}
    </p>
  );
}

function Tempo({ live, goal }: { live: LiveState; goal: Goal }) {
  const share = lowering_share(live, goal);
  return (
    <div class="live-tempo">
      <p class="phase"><b>{phases[live.phase]}</b>{live.phase !== 'none' && <span> {live.phase_s.toFixed(1)} s</span>}</p>
      {share !== null && (
        <div class="meter" role="presentation">
          <div class="fill" style={{ transform: `scaleX(${share})` }} />
          <span class="label">lower in {goal.lowering_s} s</span>
        </div>
      )}
    </div>
  );
}

function LastRep({ live }: { live: LiveState }) {
  const rep = live.last_rep;
  if (!rep) return <p class="live-last faint">The tempo of each rep will stand here.</p>;
  return (
    <div class="live-last">
      <p><span class="faint">Rep {rep.index}{rep.side !== 'both' ? `, ${rep.side}` : ''}:</span> <b class="figures">{rep.tempo}</b> <span class="faint">lower–bottom–lift–top, s</span></p>
      <p class="faint">from {degrees(rep.top_deg)} to {degrees(rep.bottom_deg)}{rep.lumbar_lift_mm !== null && `, lower back ${Math.round(rep.lumbar_lift_mm)} mm up`}</p>
      {rep.finding && <p class={`finding-line ${rep.finding.severity}`}>{rep.finding.cue || rep.finding.message}</p>}
    </div>
  );
}

// Over the picture: there is room, and nothing moves when a word comes and goes.
export function CueLine({ cue }: { cue: Cue | null }) {
  return <p class={`live-cue${cue?.show ? ' is-on' : ''}`} role="alert" aria-live="assertive">{cue?.show ?? ''}</p>;
}

export function WorkingPanel({ state, goal, on_stop }: { state: State; goal: Goal; on_stop: () => void }) {
  const live = state.live;
  const turn_at_deg = goal.turn_at_deg ?? null;
  return (
    <div class="live-panel working-panel">
      <div class="live-figures">
        <Count state={state} goal={goal} />
        <div class="live-angle">
          <LegFigure live={live} turn_at_deg={turn_at_deg} />
          <p class="degrees"><span class="hidden">Leg elevation </span>{degrees(live?.leg_elevation_deg ?? null)}
            {turn_at_deg !== null && <small>turn at {degrees(turn_at_deg)}</small>}
          </p>
        </div>
      </div>
      {live && <Tempo live={live} goal={goal} />}
      {live && <LastRep live={live} />}
      <button class="main big stop" data-focus onClick={on_stop}>Stop <small>space or esc</small></button>
    </div>
  );
}
