import { soundOutput } from './audio.ts';
import { sentencesOf } from './sentences.ts';
import { spokenText } from './spoken-text.ts';

/** The machine's own voice, for a page that has none. */
export interface VoicePort {
  readonly languages: () => Promise<readonly string[]>;
  /** One sentence as a WAV file in memory; undefined when it could not be said. */
  readonly speak: (
    said: { readonly text: string; readonly language: string; readonly wordsPerMinute: number },
    signal: AbortSignal,
  ) => Promise<ArrayBuffer | undefined>;
}

export interface Utterance {
  readonly text: string;
  readonly language: string;
}

export interface Loudness {
  readonly wordsPerMinute: number;
  /** From 0 to 1. */
  readonly volume: number;
}

export interface Speaker {
  canSay(language: string): boolean;
  isSpeaking(): boolean;
  /** Says all of it, instead of what was being said. `onUtterance` tells which of them is heard now. */
  say(utterances: readonly Utterance[], onUtterance?: (index: number) => void): Promise<'said' | 'stopped' | 'failed'>;
  /** After what is being said, unless that is interrupted. */
  sayAfter(utterances: readonly Utterance[]): void;
  /** Silent at once; nothing queued is left. */
  stop(): void;
}

/** Longest a sentence may sound beyond its own length when the sound output stands still. */
const lateMs = 1_500;
const mostQueued = 6;
const hurryMs = 15;

/** Speaks by an offline voice of the page where there is one for the language, else by the machine's. One voice at a time. */
export function createSpeaker(given: {
  readonly port: VoicePort;
  readonly loudness: () => Loudness;
  /** Speaking begins or ends; also when the languages are known. */
  readonly onChange: () => void;
}): Speaker {
  const { port, loudness, onChange } = given;
  let spoken: readonly string[] = [];
  let turn = 0;
  let isSpeaking = false;
  let queued: readonly Utterance[] = [];
  let silence: () => void = () => {};

  void port.languages().then((languages) => {
    spoken = languages;
    onChange();
  });

  const canSay = (language: string) => spoken.includes(language) || pageVoice(language) !== undefined;

  function setSpeaking(now: boolean): void {
    if (now === isSpeaking) return;
    isSpeaking = now;
    document.documentElement.toggleAttribute('data-speaking', now);
    onChange();
  }

  function stop(): void {
    turn += 1;
    queued = [];
    silence();
    silence = () => {};
    setSpeaking(false);
  }

  async function say(
    utterances: readonly Utterance[],
    onUtterance?: (index: number) => void,
  ): Promise<'said' | 'stopped' | 'failed'> {
    stop();
    const mine = turn;
    const abort = new AbortController();
    silence = () => abort.abort();
    const pieces = utterances.flatMap(({ text, language }, index) =>
      sentencesOf(spokenText(text, language)).map((sentence) => ({ text: sentence, language, index })),
    );
    const make = (at: number) => {
      const piece = pieces[at];
      return piece && makeSound(piece, abort.signal);
    };
    setSpeaking(pieces.length > 0);
    // Whoever presses on quickly wants to hear where they come to, not what they pass.
    await new Promise((next) => setTimeout(next, hurryMs));
    if (mine !== turn) return 'stopped';
    let next = make(0);
    let told = -1;
    for (const [at, piece] of pieces.entries()) {
      const play = await next;
      if (mine !== turn) return 'stopped';
      // The next sentence is made while this one is heard.
      next = make(at + 1);
      if (!play) {
        setSpeaking(false);
        return 'failed';
      }
      if (piece.index !== told) onUtterance?.(piece.index);
      told = piece.index;
      await play();
      if (mine !== turn) return 'stopped';
    }
    setSpeaking(false);
    const waiting = queued;
    queued = [];
    return waiting.length > 0 ? say(waiting) : 'said';
  }

  /** Ready to be heard: nothing is left to wait for but its own length. */
  async function makeSound(
    { text, language }: Utterance,
    signal: AbortSignal,
  ): Promise<(() => Promise<void>) | undefined> {
    const { wordsPerMinute, volume } = loudness();
    const voice = pageVoice(language);
    if (voice) return () => utter(text, { voice, wordsPerMinute, volume }, signal);
    const wav = await port.speak({ text, language, wordsPerMinute }, signal).catch(() => undefined);
    const output = wav && soundOutput();
    const sound = await (wav && output?.decodeAudioData(wav).catch(() => undefined));
    if (!output || !sound) return undefined;
    return () => play(output, { sound, volume: loudness().volume }, signal);
  }

  return {
    canSay,
    isSpeaking: () => isSpeaking,
    say,
    sayAfter(utterances) {
      if (isSpeaking) queued = [...queued, ...utterances].slice(-mostQueued);
      else void say(utterances);
    },
    stop,
  };
}

function play(
  output: AudioContext,
  { sound, volume }: { readonly sound: AudioBuffer; readonly volume: number },
  signal: AbortSignal,
): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done();
    const source = output.createBufferSource();
    const loudness = output.createGain();
    source.buffer = sound;
    loudness.gain.value = volume;
    source.connect(loudness).connect(output.destination);
    const end = () => {
      clearTimeout(late);
      signal.removeEventListener('abort', end);
      source.onended = null;
      try {
        source.stop();
      } catch {
        // It had not begun.
      }
      source.disconnect();
      loudness.disconnect();
      done();
    };
    const late = setTimeout(end, sound.duration * 1000 + lateMs);
    signal.addEventListener('abort', end, { once: true });
    source.onended = end;
    source.start();
  });
}

const usualWordsPerMinute = 150;
const longestUtteranceMs = 60_000;

function utter(
  text: string,
  { voice, wordsPerMinute, volume }: { voice: SpeechSynthesisVoice; wordsPerMinute: number; volume: number },
  signal: AbortSignal,
): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = wordsPerMinute / usualWordsPerMinute;
    utterance.volume = volume;
    const end = () => {
      clearTimeout(late);
      signal.removeEventListener('abort', cancel);
      done();
    };
    const cancel = () => {
      speechSynthesis.cancel();
      end();
    };
    const late = setTimeout(cancel, longestUtteranceMs);
    signal.addEventListener('abort', cancel, { once: true });
    utterance.onend = end;
    utterance.onerror = end;
    speechSynthesis.speak(utterance);
  });
}

/** Offline voices only: what a resident hears must not travel. */
function pageVoice(language: string): SpeechSynthesisVoice | undefined {
  return globalThis.speechSynthesis
    ?.getVoices()
    .find(({ lang, localService }) => localService && lang.toLowerCase().split(/[-_]/)[0] === language);
}
