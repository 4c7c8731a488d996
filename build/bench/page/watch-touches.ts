/** What one touch brought, in milliseconds: each to the end of the frame that shows it. */
export interface Touched {
  readonly kind: 'key' | 'screen' | 'tap';
  /** From finger down until what is touched shows it. */
  readonly litMs: number | null;
  /** From finger up until the page has changed: a letter in the field, another screen, anything. `null`: nothing ever changed. */
  readonly answeredMs: number | null;
  /** The browser's own figure for the slowest event of the touch, to the picture; 16 where it was too short to be told. */
  readonly eventMs: number;
  /** What was touched, without what anybody typed. */
  readonly target: string;
}

/** In the page: watches touches from now on; `globalThis.touchWatch.settled()` resolves when the last one has been answered. */
export const watchTouches = `() => {
  const quietMs = 60;
  const giveUpMs = 2500;
  const channel = new MessageChannel();
  let posted = [];
  channel.port1.onmessage = () => {
    const done = posted;
    posted = [];
    for (const each of done) each();
  };
  // The frame has been drawn when a task behind it runs, or the next frame begins. After a touch the browser keeps back now this kind of
  // task, now that one, for up to a tenth of a second: the first that comes through tells.
  const afterFrame = (then) => requestAnimationFrame(() => {
    let isTold = false;
    const tell = () => {
      if (!isTold) then(performance.now());
      isTold = true;
    };
    posted.push(tell);
    channel.port2.postMessage(0);
    void scheduler.postTask(tell, { priority: 'user-blocking' });
    setTimeout(tell);
    requestAnimationFrame(tell);
  });
  const written = () => [...document.querySelectorAll('[role=textbox], [role=searchbox]')].map((field) => field.textContent).join('|');
  const mainNow = () => [...document.querySelectorAll('main')].find((main) => !main.closest('[hidden]'));
  const quiet = /^data-(pressed|hovered|focused|focus-visible|lit|rac)$/;
  let touch;
  let lastChangeAt = 0;

  addEventListener('pointerdown', (event) => {
    const target = event.target instanceof Element ? event.target.closest('button, label, [role], [data-skbtn]') : null;
    touch = {
      downAt: event.timeStamp, upAt: undefined, litMs: null, answeredMs: null, eventMs: 16, isLit: false, isChanged: false,
      isKey: Boolean(target?.closest('.frame-keyboard, .number-pad, [data-keys]')),
      main: mainNow(), written: written(), screen: false, typed: false,
      target: (target?.className ?? '') + ' ' + (document.querySelector('.frame')?.dataset.screen ?? ''),
    };
  }, true);
  addEventListener('pointerup', (event) => { if (touch) touch.upAt = event.timeStamp; }, true);

  new MutationObserver((records) => {
    if (!touch) return;
    const mine = touch;
    const loud = records.some(({ type, attributeName }) => type !== 'attributes' || !quiet.test(attributeName));
    if (loud) lastChangeAt = performance.now();
    if (!mine.isLit && mine.upAt === undefined) {
      mine.isLit = true;
      afterFrame((at) => { mine.litMs = at - mine.downAt; });
    }
    if (mine.upAt === undefined || !loud || mine.screen) return;
    const isScreen = mainNow() !== undefined && mainNow() !== mine.main;
    const isTyped = mine.isKey && !mine.typed && written() !== mine.written;
    // Another screen counts when it stands, a letter when it stands; anything else when it is first seen.
    if (mine.isChanged && !isScreen && !isTyped) return;
    mine.isChanged = true;
    mine.screen ||= isScreen;
    mine.typed ||= isTyped;
    afterFrame((at) => { mine.answeredMs = at - mine.upAt; });
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (touch && entry.startTime >= touch.downAt - 1) touch.eventMs = Math.max(touch.eventMs, entry.duration);
  }).observe({ type: 'event', durationThreshold: 16 });

  globalThis.touchWatch = {
    settled: () => new Promise((done) => {
      const mine = touch;
      const startedAt = performance.now();
      const look = () => {
        const now = performance.now();
        const isAnswered = mine?.answeredMs !== null && now - lastChangeAt > quietMs;
        if (!isAnswered && now - startedAt < giveUpMs) return setTimeout(look, 10);
        if (!mine) return done(null);
        const { litMs, answeredMs, eventMs, target } = mine;
        done({ kind: mine.screen ? 'screen' : mine.typed ? 'key' : 'tap', litMs, answeredMs, eventMs, target });
      };
      look();
    }),
  };
}`;
