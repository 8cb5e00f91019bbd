// Speaks for the page: cues of the set, what is wrong with the set-up, the countdown, the seconds of the lowering.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { say, tone } from '../parts/voice';
import { spoken_result } from '../result/words';
import type { State } from './machine';
import { nothing_said, with_cue, words_for } from './speech';
import type { Cue, Goal, LiveState } from './types';

// As long as a cue stays large on the screen.
const kShown_ms = 2000;

// As long as "Set done, ten repetitions" takes.
const kAfterEnd_ms = 2000;

const ended: Record<string, string> = {
  goal: 'Done.', rest: 'Set over.', got_up: 'Set over.', left: 'Set over: you left the picture.', too_long: 'Set over: it was too long.',
};

export function useVoice(state: State, goal: Goal): Cue | null {
  const said = useRef(nothing_said);
  const spoken_for = useRef<LiveState | null>(null);
  const [cue, set_cue] = useState<Cue | null>(null);

  const live = state.live;
  const told = useRef(0);
  // Before the picture is drawn: an effect of the usual kind waits for that.
  useLayoutEffect(() => {
    if (!live || spoken_for.current === live) return;
    spoken_for.current = live;
    const now_ms = performance.now();
    const [next, guide] = words_for(said.current, state.stage, live, goal, now_ms);
    said.current = next;
    const is_set = state.stage === 'working' || state.stage === 'finishing';
    if (state.cues.length < told.current) told.current = 0;
    const cues = is_set ? state.cues.slice(told.current) : [];
    told.current = state.cues.length;
    for (const cue of cues) if (cue.tone) tone(cue.tone);
    // One sentence, as each new one breaks off what is being said; a cue counts for more than the guide.
    const words = cues.map((cue) => cue.say).filter(Boolean);
    if (state.stage === 'finishing' && words.length === 0) words.push(ended[live.ended_because ?? 'rest'] ?? 'Set over.');
    const text = (words.length > 0 ? words : guide).join('. ');
    if (words.length > 0) said.current = with_cue(next, text, now_ms);
    if (text) say(text);
    const last = cues[cues.length - 1];
    if (last) set_cue({ ...last, show: cues.map((cue) => cue.show).filter(Boolean).join(' – ') });
  }, [live, state.stage]);

  useEffect(() => {
    if (!cue) return;
    const timer = setTimeout(() => set_cue(null), kShown_ms);
    return () => clearTimeout(timer);
  }, [cue]);

  useEffect(() => {
    if (state.stage === 'countdown' && state.left_s !== null)
      say(state.left_s === state.delay_s && state.left_s > 3 ? `Starting in ${state.left_s}` : String(state.left_s));
  }, [state.stage, state.left_s]);

  useEffect(() => {
    if (state.stage !== 'working') return;
    tone('high');
    say(goal.exercise && goal.reps ? `Go. ${goal.reps} repetitions.` : 'Go.');
  }, [state.stage]);

  useEffect(() => {
    if (state.stage !== 'summary' || !state.finished) return;
    const { film, analysis, message } = state.finished;
    const text = film && analysis ? spoken_result(analysis) : (message ?? 'Nothing was measured.');
    // The set's own last words first.
    const timer = setTimeout(() => say(text), kAfterEnd_ms);
    return () => clearTimeout(timer);
  }, [state.stage]);

  useEffect(() => {
    if (state.is_hidden && state.stage === 'working') say('Paused: the page is hidden.');
    if (state.stage === 'failed' && state.message) say(state.message);
  }, [state.is_hidden, state.stage]);

  return cue;
}
