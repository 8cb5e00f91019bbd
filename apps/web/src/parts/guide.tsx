// The set itself without a camera: the tempo guide, and the clock of a hold.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useCountdown, useNow } from './clocks';
import { LegFigure, figure_range } from './leg_figure';
import { Clock } from './player_stages';
import type { Session, SessionEvent, Stage } from './session';
import { guide_of, moment_at, type GuidePhase } from './timeline';
import { hush, say, tone } from './voice';
import { counted, degrees } from '../words';

const kWords: Record<GuidePhase | 'over', string> = { lower: 'Down', bottom: 'Hold', lift: 'Up', top: 'Top', switch: 'Switch sides', over: 'Done' };

interface Props { session: Session; stage: Stage & { at: 'working' }; send(event: SessionEvent): void }

export function Guide({ session, stage, send }: Props) {
  const { day, is_in_turn } = session;
  const line = useMemo(() => guide_of(day, is_in_turn), [day, is_in_turn]);
  const now = useNow(!stage.is_paused);
  const at_s = stage.is_paused ? stage.before_s : stage.before_s + Math.max(0, now - stage.began_at) / 1000;
  const here = moment_at(line, at_s);

  // Each cue is given once, and a late one not at all.
  const given = useRef(-1);
  useEffect(() => {
    if (stage.is_paused) return;
    let due = -1;
    line.cues.forEach((cue, i) => { if (cue.at_s <= at_s + 0.02) due = i; });
    if (due <= given.current) return;
    const cue = line.cues[due]!;
    given.current = due;
    if (at_s - cue.at_s > 0.8) return;
    if (cue.tone !== null) tone(cue.tone);
    say(cue.say);
  }, [at_s, line, stage.is_paused]);
  // Broken off, it begins again with the rep that was under way.
  useEffect(() => {
    if (stage.is_paused) given.current = line.cues.findIndex((cue) => cue.at_s >= stage.before_s) - 1;
  }, [stage.is_paused, stage.before_s, line]);

  const is_over = here.phase === 'over';
  useEffect(() => {
    if (is_over && !stage.is_paused) send({ do: 'stop', reps: here.done, hold_s: null });
  }, [is_over, stage.is_paused]);

  const { top_deg, low_deg } = figure_range(day.exercise);
  const lowest_deg = day.turn_at_deg ?? low_deg;
  // Without motion the figure shows where the phase leads to.
  const is_still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const height = is_still ? (here.phase === 'lower' || here.phase === 'bottom' ? 0 : 1) : here.height;
  const side = here.side === 'both' ? '' : `, ${here.side} leg`;
  return (
    <>
      <div class="guide">
        <div class="guide-count" aria-hidden="true">
          <span class="huge">{here.done}</span>
          <span class="faint">of {day.reps}{day.each_leg && ' with each leg'}</span>
        </div>
        <div class="guide-figure">
          <LegFigure exercise={day.exercise} turn_at_deg={day.turn_at_deg} elevation_deg={lowest_deg + height * (top_deg - lowest_deg)} label="Figure: the leg moves at the tempo that is asked for." />
        </div>
        <div class="guide-phase" aria-hidden="true">
          <p class="phase-word">{stage.is_paused ? 'Paused' : kWords[here.phase] + side}</p>
          <p class="phase-count">{stage.is_paused || is_over ? ' ' : `${here.count} of ${Math.round(here.phase_s)}`}</p>
        </div>
        <div class={`tempo-bar ${here.phase}`} aria-hidden="true">
          <span ref={(el) => { if (el) el.style.transform = `scaleX(${is_still ? 1 : here.phase === 'lift' ? here.height : here.phase === 'lower' ? here.height : here.phase === 'bottom' ? 0.03 : 1})`; }} />
        </div>
      </div>
      <p class="hidden" role="status">{here.done > 0 ? `${counted(here.done, 'rep')} done` : ''}{here.phase === 'switch' ? ' Switch sides.' : ''}</p>
      {day.turn_at_deg !== null && <p class="centre-text faint">Turn round at {degrees(day.turn_at_deg)}. Earlier, if the back begins to lift.</p>}
      <div class="row centre">
        {/* The rep under way counts when the leg is on its way up: nobody stops between. */}
        <button type="button" class="main big" onClick={() => { hush(); send({ do: 'stop', reps: here.done, hold_s: null }); }}>Done</button>
        {stage.is_paused
          ? <button type="button" class="big" onClick={() => send({ do: 'go_on', now: Date.now() })}>Go on</button>
          : <button type="button" class="big" onClick={() => { hush(); send({ do: 'break_off', now: Date.now() }); }}>Pause</button>}
      </div>
    </>
  );
}

export function HoldGuide({ session, stage, send }: Props) {
  const total_s = session.day.hold_s ?? 20;
  const ends_at = stage.is_paused ? null : stage.began_at + 1000 * (total_s - stage.before_s);
  const left_s = useCountdown(ends_at, total_s - stage.before_s, () => {
    tone('end');
    say('Done');
    send({ do: 'stop', reps: 0, hold_s: total_s });
  });
  return (
    <>
      <p class="phase-word" role="status">{stage.is_paused ? 'Paused' : 'Hold, and breathe'}</p>
      <LegFigure exercise={session.day.exercise} turn_at_deg={session.day.turn_at_deg} label="Figure: the position to hold." />
      <Clock left_s={left_s} total_s={total_s} label="Hold, time left" />
      <div class="row centre">
        {stage.is_paused
          ? <button type="button" class="big" onClick={() => send({ do: 'back_to_ready' })}>Begin this set again</button>
          : <button type="button" class="main big" onClick={() => { hush(); send({ do: 'stop', reps: 0, hold_s: Math.max(1, Math.round(total_s - left_s)) }); }}>Done</button>}
      </div>
    </>
  );
}
