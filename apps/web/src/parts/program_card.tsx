// What one training day asks for, in plain words and one picture.
import type { ComponentChildren } from 'preact';
import type { TrainingDay } from '../types';
import { LegFigure } from './leg_figure';
import { counted, degrees, duration } from '../words';
import { amount, tempo_from, tempo_words } from './words';

/// Of one set, without saying that it is one.
export function OneSet({ day }: { day: TrainingDay }) {
  return <p class="volume"><strong>{day.hold_s ?? day.reps}</strong> {day.hold_s !== undefined ? 'seconds' : `reps${day.each_leg ? ' with each leg' : ''}`}</p>;
}

export function Volume({ day }: { day: TrainingDay }) {
  const each = day.each_leg ? ' with each leg' : '';
  const unit = day.hold_s !== undefined ? 'held' : 'reps';
  return (
    <p class="volume">
      <span aria-hidden="true"><strong>{amount(day)}</strong> {day.hold_s !== undefined ? unit : `${unit}${each}`}</span>
      <span class="hidden">{counted(day.sets, 'set')} of {day.hold_s !== undefined ? `${day.hold_s} seconds` : `${counted(day.reps ?? 0, 'rep')}${each}`}</span>
    </p>
  );
}

export function Facts({ day }: { day: TrainingDay }) {
  const tempo = tempo_from(day.tempo);
  return (
    <dl class="plan-facts">
      {day.turn_at_deg !== null && (
        <div><dt>Turn round</dt><dd>at <strong>{degrees(day.turn_at_deg)}</strong>, while the back is still down</dd></div>
      )}
      {tempo && (
        <div><dt>Tempo</dt><dd><strong>{day.tempo}</strong><br />{tempo_words(tempo)}. Breathe in going down, out coming up.</dd></div>
      )}
      {day.warm_up_hollow_hold_s > 0 && (
        <div><dt>Warm up</dt><dd>hollow-body hold, {duration(day.warm_up_hollow_hold_s)}; knees bent if the back lifts</dd></div>
      )}
      {day.rest_s !== null && day.sets > 1 && <div><dt>Rest</dt><dd>{duration(day.rest_s)} between sets</dd></div>}
      {day.retest && <div><dt>Film</dt><dd>one set from the side: it measures your end range</dd></div>}
    </dl>
  );
}

function Done({ day }: { day: TrainingDay }) {
  if (day.sets_done === 0) return null;
  const is_done = day.sets_done >= day.sets;
  return (
    <p class={is_done ? 'sets-done good' : 'sets-done'}>
      <span class="dots" aria-hidden="true">
        {Array.from({ length: Math.max(day.sets, day.sets_done) }, (_, i) => <i key={i} class={i < day.sets_done ? 'full' : ''} />)}
      </span>
      {is_done ? `All ${counted(day.sets_done, 'set')} done.` : `${day.sets_done} of ${counted(day.sets, 'set')} done.`}
    </p>
  );
}

interface Props { day: TrainingDay; heading: string; children?: ComponentChildren }

export function ProgramCard({ day, heading, children }: Props) {
  return (
    <section class="card program" aria-labelledby="program">
      <div class="program-words">
        <p class="eyebrow">{heading}{day.lighter && <span class="chip lighter">a lighter one</span>}</p>
        <h2 id="program">{day.title}</h2>
        <Volume day={day} />
        <Done day={day} />
      </div>
      <div class="program-figure">
        <LegFigure exercise={day.exercise} turn_at_deg={day.turn_at_deg} />
      </div>
      <Facts day={day} />
      {children && <div class="row program-actions">{children}</div>}
    </section>
  );
}
