import { useEffect } from 'react';

const repeatMs = 3_000;
const repeats = 10;
/** Hz; two rising tones, well apart from tills and phones. */
const tones = [740, 988];

let audio: AudioContext | null = null;

/** Browsers allow sound only after a touch; the touch of the PIN pad is enough. */
export function allowSound() {
  const allow = () => {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') void audio.resume();
  };
  window.addEventListener('pointerdown', allow);
  window.addEventListener('keydown', allow);
}

/** Not every browser has it. */
const vibrate = (pattern: VibratePattern) => 'vibrate' in navigator && navigator.vibrate(pattern);

function ring() {
  vibrate([300, 120, 300]);
  if (audio?.state !== 'running') return;
  for (const [i, frequency] of tones.entries()) {
    const from = audio.currentTime + i * 0.22;
    const tone = new OscillatorNode(audio, { type: 'triangle', frequency });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setTargetAtTime(0.6, from, 0.01);
    volume.gain.setTargetAtTime(0, from + 0.16, 0.03);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.4);
  }
}

/** Rings and vibrates for a new alert until somebody touches the tablet, at most half a minute. */
export function useAlarm(alertId: string | null) {
  useEffect(() => {
    if (alertId === null) return;
    let left = repeats;
    const timer = setInterval(() => {
      left -= 1;
      if (left <= 0) stop();
      else ring();
    }, repeatMs);
    const stop = () => {
      clearInterval(timer);
      vibrate(0);
      window.removeEventListener('pointerdown', stop);
      window.removeEventListener('keydown', stop);
    };
    window.addEventListener('pointerdown', stop);
    window.addEventListener('keydown', stop);
    ring();
    return stop;
  }, [alertId]);
}
