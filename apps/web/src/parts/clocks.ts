// Clocks that run on the page.
import { useEffect, useRef, useState } from 'preact/hooks';
import { countdown_word } from './timeline';
import { say, tone } from './voice';

/// Now, in ms, again and again while it runs: with each picture, and, as no pictures are drawn in a hidden tab, by a
/// timer there; a set guided by ear goes on when one looks at another tab.
export function useNow(is_running: boolean, every_ms = 0): number {
  const [now, set] = useState(Date.now());
  useEffect(() => {
    if (!is_running) return;
    set(Date.now());
    const timer = setInterval(() => { if (every_ms > 0 || document.hidden) set(Date.now()); }, every_ms || 250);
    let picture = 0;
    const draw = () => {
      set(Date.now());
      picture = requestAnimationFrame(draw);
    };
    if (every_ms === 0) picture = requestAnimationFrame(draw);
    return () => {
      clearInterval(timer);
      cancelAnimationFrame(picture);
    };
  }, [is_running, every_ms]);
  return now;
}

/// Seconds left until then. Says the last ones aloud, once each, and tells when it is over.
export function useCountdown(ends_at: number | null, total_s: number, over: () => void, words = countdown_word): number {
  const now = useNow(ends_at !== null, 100);
  const left_s = ends_at === null ? total_s : Math.max(0, (ends_at - now) / 1000);
  const whole = Math.ceil(left_s);
  const last = useRef<number | null>(null);
  const then = useRef(over);
  then.current = over;
  useEffect(() => {
    if (ends_at === null || last.current === whole) return;
    last.current = whole;
    if (whole === 0) {
      then.current();
      return;
    }
    const word = words(whole, total_s);
    if (word !== '') say(word);
    if (whole <= 3) tone('low');
  }, [ends_at, whole, total_s, words]);
  return left_s;
}

/// Keeps the screen on while it is asked for; browsers give it up when the tab is hidden.
export function useWakeLock(is_wanted: boolean): void {
  useEffect(() => {
    if (!is_wanted || !('wakeLock' in navigator)) return;
    let lock: WakeLockSentinel | null = null, is_gone = false;
    const ask = () => {
      if (document.hidden) return;
      navigator.wakeLock.request('screen').then((l) => {
        if (is_gone) void l.release();
        else lock = l;
      }).catch(() => undefined); // a low battery may refuse it; the session works without
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      is_gone = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, [is_wanted]);
}
