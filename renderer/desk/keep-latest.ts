/**
 * Sends values one at a time; while one is under way only the newest waits. What is offered last always goes out.
 * @param soon lets the page be drawn first: whoever writes sees the letter before it is on its way
 */
export function keepLatest<T>(send: (value: T) => Promise<unknown>, soon: () => Promise<void> = nextTask) {
  let waiting: { value: T } | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;

  const run = async () => {
    while (waiting && !stopped) {
      await soon();
      if (!waiting || stopped) break;
      const { value } = waiting;
      waiting = undefined;
      await send(value).catch(() => undefined);
    }
    running = undefined;
  };

  return {
    offer(value: T) {
      if (stopped) return;
      waiting = { value };
      running ??= run();
    },
    /** Resolves when nothing is under way. */
    async settled() {
      while (running) await running;
    },
    /** From now on nothing goes out: the visit is over. */
    stop() {
      stopped = true;
      waiting = undefined;
    },
  };
}

function nextTask(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}
