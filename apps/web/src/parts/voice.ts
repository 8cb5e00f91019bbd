// What is heard: short spoken words and tones, all made on this machine. One switch mutes both and is remembered.
import { useEffect, useState } from 'preact/hooks';

const kMuteKey = 'endrange.mute';
const kChanged = 'endrange-mute';

export type Tone = 'low' | 'high' | 'end';

export function is_muted(): boolean {
  return localStorage.getItem(kMuteKey) === '1';
}

export function set_muted(is_on: boolean): void {
  localStorage.setItem(kMuteKey, is_on ? '1' : '0');
  if (is_on) hush();
  dispatchEvent(new Event(kChanged));
}

export function useMuted(): boolean {
  const [muted, set] = useState(is_muted());
  useEffect(() => {
    const changed = () => set(is_muted());
    addEventListener(kChanged, changed);
    addEventListener('storage', changed);
    return () => {
      removeEventListener(kChanged, changed);
      removeEventListener('storage', changed);
    };
  }, []);
  return muted;
}

// An English voice that lives on this machine; some browsers offer voices that send the text away.
function voice(): SpeechSynthesisVoice | null {
  const local = speechSynthesis.getVoices().filter((v) => v.localService && v.lang.toLowerCase().startsWith('en'));
  return local.find((v) => v.default) ?? local[0] ?? null;
}

/// Whether words can be heard at all. Voices may arrive late: ask again after a while.
export function can_speak(): boolean {
  return 'speechSynthesis' in window && voice() !== null;
}

export function useCanSpeak(): boolean {
  const [can, set] = useState(can_speak());
  useEffect(() => {
    if (!('speechSynthesis' in window)) return;
    const changed = () => set(can_speak());
    changed();
    speechSynthesis.addEventListener?.('voiceschanged', changed);
    return () => speechSynthesis.removeEventListener?.('voiceschanged', changed);
  }, []);
  return can;
}

/// Says it now. What was being said is broken off: a count that comes late is wrong.
export function say(text: string): void {
  if (is_muted() || text === '' || !('speechSynthesis' in window)) return;
  const spoken_by = voice();
  if (spoken_by === null) return;
  if (speechSynthesis.speaking || speechSynthesis.pending) speechSynthesis.cancel();
  const words = new SpeechSynthesisUtterance(text);
  words.voice = spoken_by;
  words.lang = spoken_by.lang;
  words.rate = 1.1;
  speechSynthesis.speak(words);
}

export function hush(): void {
  if ('speechSynthesis' in window) speechSynthesis.cancel();
}

let sound: AudioContext | null = null;

/// To be called from a click or key: browsers allow sound only after one.
export function allow_sound(): void {
  if (!('AudioContext' in window)) return;
  sound ??= new AudioContext();
  if (sound.state === 'suspended') void sound.resume();
}

function beep(hz: number, from_s: number, length_s: number): void {
  if (sound === null) return;
  const from = sound.currentTime + from_s;
  const source = new OscillatorNode(sound, { type: 'sine', frequency: hz });
  const level = new GainNode(sound, { gain: 0 });
  // Ramps, since a tone that begins or ends at once clicks.
  level.gain.setValueAtTime(0, from);
  level.gain.linearRampToValueAtTime(0.25, from + 0.01);
  level.gain.setValueAtTime(0.25, from + length_s - 0.03);
  level.gain.linearRampToValueAtTime(0, from + length_s);
  source.connect(level).connect(sound.destination);
  source.start(from);
  source.stop(from + length_s);
}

/// low: go down, or a warning; high: go up, or a rep; end: it is over.
export function tone(kind: Tone): void {
  if (is_muted()) return;
  allow_sound();
  if (kind === 'low') beep(330, 0, 0.15);
  if (kind === 'high') beep(660, 0, 0.12);
  if (kind === 'end') [523, 659, 784].forEach((hz, i) => beep(hz, 0.16 * i, 0.15));
}
