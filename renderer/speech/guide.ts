import { createBells } from './bells.ts';
import { type EarSettings, speeds, usualEarSettings, volumes } from './ear-settings.ts';
import { isSharedKey, type KeypadAct, keypadAct } from './keypad.ts';
import { headingOf, isAtStart, isIdle, pageOf, rootNow, writtenField } from './page-now.ts';
import { textOf } from './page-text.ts';
import { maskOf, type Personal, withoutPersonal } from './personal.ts';
import { playSound, type Sound } from './sounds.ts';
import { createSpeaker, type Speaker, type Utterance, type VoicePort } from './speaker.ts';
import { type Stop, stopsIn } from './stops.ts';
import { maskWords, type Telling, tell } from './told.ts';
import { firstRead, isRead, placeOf } from './what-is-read.ts';
import { createWriting } from './writing.ts';

/**
 * Leads somebody who does not look at the screen through the whole visit by four keys, and reads the page to somebody who does.
 *
 *   silent ──any key of a keypad on the attract screen, «trợ giúp» anywhere──▶ leading ──switched off, or left at the start──▶ silent
 *      └──«Đọc to»──▶ reading ──read to its end, any touch or key──▶ silent
 *
 * Leading knows nothing of the screens: it walks what stands on the page (stops.ts), says it (told.ts), presses what is chosen, and
 * tells what changes. Everything it remembers is in this page and goes with it.
 */
export interface Guide {
  state(): GuideState;
  observe(listener: () => void): () => void;
  /** «Đọc to» of the tools bar. */
  read(): void;
  /** Silent at once; leading goes on. */
  hush(): void;
  change(settings: Partial<EarSettings>): void;
  lead(isOn: boolean): void;
  /** The sheet of «trợ giúp». */
  setHelpOpen(isOpen: boolean): void;
  repeat(): void;
  /** The thing last heard, with what is personal in it: the resident asks, with headphones on. */
  sayClearly(): void;
  /** The visit has ended: nothing is said any more, whatever is still on its way. */
  end(): void;
  close(): void;
}

export interface GuideState {
  readonly isLeading: boolean;
  readonly isReading: boolean;
  readonly isHelpOpen: boolean;
  readonly hasVoice: boolean;
  readonly settings: EarSettings;
}

export interface GuideGiven {
  readonly t: Telling['t'];
  readonly language: string;
  readonly personal: Personal;
  readonly hour: number;
  readonly isQuiet: boolean;
}

/** A page is looked at when it has been still for so long. */
const settledMs = 90;
/** What a press leads to is drawn by then. */
const answerMs = 180;
/** Nothing has come of a press by then: it is said that it was one. */
const nothingMs = 500;
/** Enter this soon after a letter ends what a hand scanner types. */
const scannerGapMs = 60;
/** Somebody pressed a key at the start and went away. */
const leftAloneMs = 60_000;
const hintsAtMost = 3;

/** Who speaks no Vietnamese must learn how to go on before a language is chosen. */
const otherGreetings: readonly Utterance[] = [{ text: 'For English, press next, then choose.', language: 'en' }];

export function createGuide(port: VoicePort, given: () => GuideGiven): Guide {
  let settings = usualEarSettings;
  let isLeading = false;
  let isReading = false;
  let isHelpOpen = false;
  let isEnded = false;
  let hints = 0;
  let lastCharacterMs = Number.NEGATIVE_INFINITY;
  let lastKeyMs = performance.now();
  let hasInvited = false;
  /** What is heard now, and on which page; where the ear was on pages that lie under a sheet. */
  let at: Stop | undefined;
  let page: Element | undefined;
  let heading = '';
  const left = new WeakMap<Element, Stop>();
  const heard = new WeakMap<Element, string>();
  const listeners = new Set<() => void>();
  let state: GuideState = { isLeading, isReading, isHelpOpen, hasVoice: false, settings };

  const speaker: Speaker = createSpeaker({
    port,
    loudness: () => ({ wordsPerMinute: speeds[settings.speed] ?? 150, volume: volumes[settings.volume] ?? 0.5 }),
    onChange: changed,
  });
  const canSpeak = () => speaker.canSay(given().language);
  const ring = createBells({
    sound,
    tell: (text) => isLeading && speaker.sayAfter([inWords(text)]),
    isQuiet: () => given().isQuiet,
  });
  const writing = createWriting({
    given,
    hasHeadphones: () => settings.headphones,
    say,
    hush: speaker.stop,
    sound,
    light,
    afterwards,
    goTo: (stop, before) => goTo(stop, before),
  });

  function changed(): void {
    const now: GuideState = { isLeading, isReading, isHelpOpen, hasVoice: canSpeak(), settings };
    // Nothing is drawn again for a sentence that begins or ends.
    if ((Object.keys(now) as (keyof GuideState)[]).every((key) => now[key] === state[key])) return;
    state = now;
    for (const listener of listeners) listener();
  }

  function sound(name: Sound): void {
    if (isEnded || !settings.sounds) return;
    playSound(name, { volume: volumes[settings.volume] ?? 0.5, hour: given().hour });
  }

  function telling(isClear = false): Telling {
    const { t, language, personal } = given();
    return { t, language, personal, isClear: isClear && settings.headphones };
  }
  function mask(part: Element, text: string): string | undefined {
    const { t, personal } = given();
    return maskOf(part, text, personal, maskWords(t));
  }
  function inWords(text: string): Utterance {
    return { text, language: given().language };
  }
  /** From the page: nothing typed is in it. */
  function safe(text: string): Utterance {
    const { t, personal } = given();
    return inWords(withoutPersonal(text, personal, maskWords(t)));
  }

  function say(...utterances: readonly Utterance[]): void {
    if (isEnded) return;
    isReading = false;
    changed();
    void speaker.say(utterances).then((how) => {
      // The words stand on the screen; a low note says that it was the voice that failed.
      if (how === 'failed') sound('problem');
    });
  }

  function light(stop: { readonly element: HTMLElement; readonly kind: string } | undefined): void {
    for (const lit of document.querySelectorAll('[data-heard]')) lit.removeAttribute('data-heard');
    if (!stop) return;
    stop.element.setAttribute('data-heard', stop.kind === 'text' ? 'text' : 'control');
    stop.element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }

  function goTo(stop: Stop, before?: Stop, prefix: readonly Utterance[] = []): void {
    at = stop;
    writing.leave();
    light(stop);
    // Focus of the browser goes along, so that every way of pressing presses the same; a field would open its keyboard.
    if (stop.kind !== 'text' && stop.kind !== 'field') stop.control.focus({ preventScroll: true });
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    say(...prefix, tell(stop, telling(), before));
  }

  /** Looks what has changed: another screen, something told, the clock of an idle screen. */
  function look(): void {
    const root = rootNow();
    if (!root || isEnded) return;
    ring(root);
    const now = pageOf(root);
    const title = headingOf(root);
    const isOther = now !== page || title !== heading;
    if (isOther) {
      if (at && page) left.set(page, at);
      const back = now === page ? undefined : left.get(now);
      page = now;
      heading = title;
      if (isReading) hush();
      if (isLeading && back?.element.isConnected) goTo(back);
      else if (isLeading) announce(root);
    }
    tellNews(root, isOther);
  }

  /** Problems interrupt and sound; other news waits its turn, and is not told while somebody writes. */
  function tellNews(root: HTMLElement, isOtherPage: boolean): void {
    // Who only looks needs the sound of a problem, nothing else.
    const news = isLeading ? '[role="alert"], [role="status"]' : '[role="alert"]';
    for (const told of root.querySelectorAll<HTMLElement>(news)) {
      const text = textOf(told, mask);
      if (heard.get(told) === text) continue;
      heard.set(told, text);
      if (text === '' || !told.checkVisibility()) continue;
      if (told.getAttribute('role') === 'alert') {
        sound('problem');
        if (isLeading) tellProblem(told, root, isOtherPage);
      } else if (isLeading && !isOtherPage && !writing.isWriting()) speaker.sayAfter([safe(text)]);
    }
  }

  function tellProblem(told: HTMLElement, root: HTMLElement, isOtherPage: boolean): void {
    const text = safe(textOf(told, mask));
    if (isOtherPage) {
      speaker.sayAfter([text]);
      return;
    }
    writing.leave();
    // The next key leads to what must be changed, which stands below.
    at = stopsIn(root).findLast(({ element }) => told.contains(element) || element.contains(told)) ?? at;
    light(at);
    say(text);
  }

  function announce(root: HTMLElement): void {
    writing.leave();
    const stops = stopsIn(root);
    const { t } = given();
    if (root.matches('[data-screen="attract"]')) {
      at = stops.find(({ element }) => element.closest('.languages')) ?? stops[0];
      light(at);
      hints = 0;
      say(inWords(t('ear.welcome')), inWords(t('ear.keys')), inWords(t('ear.begin')), ...otherGreetings);
      return;
    }
    const read = firstRead(stops);
    for (const news of root.querySelectorAll('[role="alert"], [role="status"]')) {
      if (read.some(({ element }) => news.contains(element))) heard.set(news, textOf(news, mask));
    }
    // Whether anybody is there is answered by the next press.
    const stay = isIdle(root) ? stops.find(({ kind }) => kind === 'button') : undefined;
    at = stay ?? read.at(-1) ?? stops[0];
    light(at);
    hints += 1;
    say(
      ...read.map((stop) => tell(stop, telling())),
      ...(stay ? [tell(stay, telling())] : hints <= hintsAtMost ? [inWords(t('ear.hint'))] : []),
    );
  }

  function lead(isOn: boolean): void {
    if (isOn === isLeading || (isOn && !canSpeak())) return;
    isLeading = isOn;
    document.documentElement.toggleAttribute('data-by-ear', isOn);
    const { t } = given();
    if (isOn) {
      page = undefined;
      look();
      if (!isAtStart()) speaker.sayAfter([inWords(t('ear.keys'))]);
    } else {
      light(undefined);
      at = undefined;
      writing.leave();
      say(inWords(t('ear.off')));
    }
    changed();
  }

  function step(by: 1 | -1): void {
    const root = rootNow();
    const stops = root ? stopsIn(root) : [];
    const index = placeOf(at, stops);
    const next = (index + by + stops.length) % stops.length;
    const stop = stops[next];
    if (!stop) return;
    const isRound = by === 1 ? next <= index : index <= 0;
    if (isRound) sound('edge');
    goTo(stop, stops[index], isRound && by === 1 ? [inWords(given().t('ear.fromStart'))] : []);
  }

  function choose(): void {
    const root = rootNow();
    if (!root) return;
    const stops = stopsIn(root);
    const stop = stops[placeOf(at, stops)];
    switch (stop?.kind) {
      case undefined:
        announce(root);
        break;
      case 'text':
        say(tell(stop, telling(true)));
        break;
      case 'field':
        writing.start(stop);
        break;
      case 'radio':
      case 'checkbox':
        stop.control.click();
        afterwards(() => {
          const isOn = stop.control instanceof HTMLInputElement && stop.control.checked;
          const { t } = given();
          say(inWords(stop.kind === 'radio' ? t('ear.chosen') : isOn ? t('ear.ticked') : t('ear.notTicked')));
        });
        break;
      case 'button':
        pressButton(stop);
        break;
    }
  }

  /** Most buttons lead somewhere and that is told; one that does not says that it was pressed, a switch how it stands. */
  function pressButton(stop: Stop): void {
    const before = writtenField(rootNow() ?? document.body);
    speaker.stop();
    stop.control.click();
    afterwards(() => {
      if (speaker.isSpeaking()) return;
      const root = rootNow();
      const field = root && writtenField(root);
      const written = root && field !== before && stopsIn(root).find(({ control }) => control === field);
      // «Tiếp tục» within a group of questions: on to the one that has no answer yet.
      if (written) {
        goTo(written);
        return;
      }
      if (stop.control.isConnected && stop.control.hasAttribute('aria-pressed')) {
        say(tell(stop, telling(), stop));
        return;
      }
      afterwards(() => {
        if (stop.control.isConnected && !speaker.isSpeaking()) say(inWords(given().t('ear.pressed')));
      }, nothingMs);
    });
  }

  function afterwards(act: () => void, waitMs = answerMs): void {
    const before = page;
    setTimeout(() => {
      look();
      if (page === before && isLeading && !isEnded) act();
    }, waitMs);
  }

  function pressed(event: KeyboardEvent): void {
    if (isEnded) return;
    const act = keypadAct(event);
    const now = performance.now();
    if (act === undefined && [...event.key].length === 1) lastCharacterMs = now;
    if (isReading && !isLeading) hush();
    // The Enter at the end of what a hand scanner types is no choice.
    if (act === undefined || (act === 'choose' && now - lastCharacterMs < scannerGapMs)) return;
    lastKeyMs = now;
    if (!isLeading && !mayBegin(event, act)) return;
    event.preventDefault();
    event.stopPropagation();
    // Held down, or pressed by a hand that trembles: once is enough.
    if (event.repeat) return;
    if (isLeading) obey(act);
    else {
      if (act === 'headphones-in') change({ headphones: true });
      lead(true);
    }
  }

  /** What a keypad alone sends begins at the start; «trợ giúp» and a plug begin anywhere. Tab only tells how. */
  function mayBegin(event: KeyboardEvent, act: KeypadAct): boolean {
    if (!canSpeak() || act === 'headphones-out') return false;
    if (act === 'help' || act === 'headphones-in') return true;
    if (!isAtStart()) return false;
    if (!isSharedKey(event)) return true;
    if (!hasInvited) say(inWords(given().t('ear.invitation')));
    hasInvited = true;
    return false;
  }

  function obey(act: KeypadAct): void {
    switch (act) {
      case 'next':
      case 'back': {
        const by = act === 'next' ? 1 : -1;
        if (writing.isWriting()) writing.step(by);
        else step(by);
        break;
      }
      case 'choose':
        if (writing.isWriting()) writing.choose();
        else choose();
        break;
      case 'help': {
        // Nothing lies over the question whether anybody is there: it is asked again.
        const root = rootNow();
        if (root && isIdle(root)) announce(root);
        else setHelpOpen(!isHelpOpen);
        break;
      }
      case 'headphones-in':
        change({ headphones: true });
        say(inWords(given().t('ear.headphonesOn')));
        break;
      case 'headphones-out':
        speaker.stop();
        change({ headphones: false });
        break;
    }
  }

  function setHelpOpen(isOpen: boolean): void {
    if (isOpen === isHelpOpen) return;
    isHelpOpen = isOpen;
    speaker.stop();
    changed();
  }

  function change(next: Partial<EarSettings>): void {
    settings = { ...settings, ...next };
    changed();
  }

  function touched(): void {
    lastKeyMs = performance.now();
    if (speaker.isSpeaking()) hush();
  }

  function hush(): void {
    isReading = false;
    speaker.stop();
    if (!isLeading) light(undefined);
    changed();
  }

  function read(): void {
    const root = rootNow();
    if (!root || isEnded) return;
    const stops = stopsIn(root).filter(isRead);
    void speaker
      .say(
        stops.map((stop, index) => tell(stop, telling(), stops[index - 1])),
        (index) => light(stops[index]),
      )
      .then((how) => {
        if (how !== 'stopped') hush();
      });
    isReading = true;
    changed();
  }

  // Left alone at the start, the next person finds the kiosk silent and as it was.
  const alone = setInterval(() => {
    if (!isAtStart() || performance.now() - lastKeyMs < leftAloneMs) return;
    hasInvited = false;
    if (settings !== usualEarSettings) settings = usualEarSettings;
    if (isLeading) speaker.stop();
    isLeading = false;
    document.documentElement.removeAttribute('data-by-ear');
    if (!isReading) light(undefined);
    changed();
  }, leftAloneMs / 12);

  let settling: ReturnType<typeof setTimeout> | undefined;
  const watcher = new MutationObserver(() => {
    clearTimeout(settling);
    settling = setTimeout(look, settledMs);
  });
  watcher.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['hidden', 'data-state', 'aria-label'],
  });
  window.addEventListener('keydown', pressed, { capture: true });
  window.addEventListener('pointerdown', touched, { capture: true });

  return {
    state: () => state,
    observe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read,
    hush,
    change,
    lead,
    setHelpOpen,
    repeat() {
      setHelpOpen(false);
      afterSheet(isLeading ? announce : read);
    },
    sayClearly() {
      setHelpOpen(false);
      afterSheet(() => {
        if (!at) return;
        say(settings.headphones ? tell(at, telling(true)) : inWords(given().t('ear.needsHeadphones')));
      });
    },
    end() {
      sound('ended');
      close();
    },
    close,
  };

  function close(): void {
    isEnded = true;
    speaker.stop();
    light(undefined);
    watcher.disconnect();
    clearTimeout(settling);
    clearInterval(alone);
    window.removeEventListener('keydown', pressed, { capture: true });
    window.removeEventListener('pointerdown', touched, { capture: true });
  }

  /** The sheet goes first; the ear is by then where it was. */
  function afterSheet(act: (root: HTMLElement) => void): void {
    setTimeout(() => {
      look();
      const root = rootNow();
      if (root && !isEnded) act(root);
    }, answerMs);
  }
}
