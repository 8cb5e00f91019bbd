// How fast pictures go: a corner for the curious, and words for everybody when it is too slow.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LiveState } from './types';

export interface Rate { per_s: number; latency_ms: number; is_slow: boolean }

// Below this the phases of a quick rep are missed (docs/method.md: 15 pictures a second).
const kEnough_per_s = 15;
// The first seconds are slow everywhere: the network warms up, the camera finds its light.
const kWarm_up_ms = 4000;
const kEvery_ms = 1000;

export function useRate(live: LiveState | null, is_hidden: boolean): Rate {
  const [rate, set_rate] = useState<Rate>({ per_s: 0, latency_ms: 0, is_slow: false });
  const begun = useRef<number | null>(null);
  const has_answers = live !== null;
  useEffect(() => {
    if (!has_answers || is_hidden) return;
    begun.current = performance.now();
    let before = { at_ms: performance.now(), answered: window.endrange_live?.answered ?? 0 };
    const timer = setInterval(() => {
      const counters = window.endrange_live;
      if (!counters) return;
      const at_ms = performance.now();
      const per_s = (1000 * (counters.answered - before.answered)) / (at_ms - before.at_ms);
      before = { at_ms, answered: counters.answered };
      const last = counters.latency_ms.slice(-15).sort((a, b) => a - b);
      const latency_ms = last[Math.floor(last.length / 2)] ?? 0;
      const is_warm = at_ms - (begun.current ?? at_ms) > kWarm_up_ms;
      set_rate({ per_s: Math.max(0, per_s), latency_ms, is_slow: is_warm && per_s > 0 && per_s < kEnough_per_s });
    }, kEvery_ms);
    return () => clearInterval(timer);
  }, [has_answers, is_hidden]);
  return rate;
}

export function Technical({ rate, live }: { rate: Rate; live: LiveState | null }) {
  if (!live) return null;
  return (
    <p class="technical" aria-hidden="true">
      {rate.per_s.toFixed(0)} /s · {rate.latency_ms.toFixed(0)} ms · engine {live.took_ms.toFixed(0)} ms
    </p>
  );
}
