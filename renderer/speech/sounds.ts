import { soundOutput } from './audio.ts';

/**
 * Short plucked notes, made here: nothing to load, nothing for the content policy to allow. Never the only sign; each has its
 * visible twin on the screen (a banner, the crossing, the idle clock).
 */
export type Sound = 'done' | 'problem' | 'bell' | 'edge' | 'ended';

interface Note {
  readonly hertz: number;
  readonly atMs: number;
  readonly lastsMs: number;
}

const notes: Readonly<Record<Sound, readonly Note[]>> = {
  // Two rising notes: kept, arrived, read.
  done: [
    { hertz: 523.25, atMs: 0, lastsMs: 260 },
    { hertz: 783.99, atMs: 150, lastsMs: 420 },
  ],
  // One low note: something must be changed.
  problem: [{ hertz: 174.61, atMs: 0, lastsMs: 480 }],
  // A soft bell: the kiosk asks whether anybody is there.
  bell: [
    { hertz: 880, atMs: 0, lastsMs: 900 },
    { hertz: 1318.5, atMs: 0, lastsMs: 500 },
  ],
  // Past the last thing on the screen, round to the first.
  edge: [{ hertz: 392, atMs: 0, lastsMs: 70 }],
  ended: [
    { hertz: 659.25, atMs: 0, lastsMs: 180 },
    { hertz: 440, atMs: 130, lastsMs: 300 },
  ],
};

const loudest = 0.22;
const atNight = 0.4;

/** `volume` from 0 to 1. Quieter from 21:00 to 7:00, when people sleep beside the lobby. */
export function playSound(sound: Sound, { volume, hour }: { readonly volume: number; readonly hour: number }): void {
  const output = soundOutput();
  if (!output) return;
  const isNight = hour >= 21 || hour < 7;
  const peak = loudest * volume * (isNight ? atNight : 1);
  for (const { hertz, atMs, lastsMs } of notes[sound]) {
    const start = output.currentTime + atMs / 1000;
    const end = start + lastsMs / 1000;
    const string = output.createOscillator();
    const pluck = output.createGain();
    string.type = 'triangle';
    string.frequency.value = hertz;
    pluck.gain.setValueAtTime(0.0001, start);
    pluck.gain.exponentialRampToValueAtTime(Math.max(peak, 0.0002), start + 0.008);
    pluck.gain.exponentialRampToValueAtTime(0.0001, end);
    string.connect(pluck).connect(output.destination);
    string.start(start);
    string.stop(end);
  }
}
