/** A page of the running kiosk, spoken to through Chromium's own debugging port: no driver in between that could save or slow it. */
export interface PageDoor {
  /** Runs an expression in the page and gives back its value, a promise's included. Rejects when the page is gone or too late. */
  evaluate<T>(expression: string, limitMs?: number): Promise<T>;
  readonly isGone: () => boolean;
  close(): void;
}

const connectLimitMs = 60_000;
const answerLimitMs = 60_000;
const lookEveryMs = 15;
/** What the page calls to tell us something; one text. */
export const tellName = 'tellDriver';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly name?: string; readonly payload?: string };
  readonly result?: {
    readonly result?: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly text?: string; readonly exception?: { readonly description?: string } };
  };
  readonly error?: { readonly message: string };
}

interface Target {
  readonly id: string;
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

export class PageGone extends Error {
  override name = 'PageGone';
}

/**
 * Waits for the page on the screen and opens a way into it.
 * @param browser `ws://127.0.0.1:<port>/…`, as Chromium says when it starts
 * @param besides a page that is on its way out
 */
export async function openPageDoor(options: {
  browser: string;
  onTold: (text: string) => void;
  isOver: () => boolean;
  besides?: string | undefined;
}): Promise<PageDoor & { readonly target: string }> {
  const giveUpAt = performance.now() + connectLimitMs;
  const { host } = new URL(options.browser);
  for (;;) {
    if (options.isOver()) throw new PageGone('the kiosk has ended');
    if (performance.now() > giveUpAt) throw new Error('no page came up');
    const target = await findPage(host, options.besides);
    const door = target && (await enter(target, options.onTold).catch(() => undefined));
    if (target && door) return { ...door, target: target.id };
    await new Promise((again) => setTimeout(again, lookEveryMs));
  }
}

async function findPage(host: string, besides: string | undefined): Promise<Target | undefined> {
  try {
    const answer = await fetch(`http://${host}/json/list`, { signal: AbortSignal.timeout(2_000) });
    const targets = (await answer.json()) as readonly Target[];
    return targets.find(({ id, type, url }) => type === 'page' && url.startsWith('kiosk://app/') && id !== besides);
  } catch {
    return undefined;
  }
}

async function enter(target: Target, onTold: (text: string) => void): Promise<PageDoor> {
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  const waiting = new Map<number, { done: (message: Message) => void; fail: (error: Error) => void }>();
  let isGone = false;
  let asked = 0;
  const end = () => {
    isGone = true;
    for (const { fail } of waiting.values()) fail(new PageGone('the page is gone'));
    waiting.clear();
  };
  socket.onclose = end;
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.method === 'Runtime.bindingCalled' && message.params?.name === tellName) {
      onTold(message.params.payload ?? '');
      return;
    }
    if (message.method === 'Inspector.detached' || message.method === 'Inspector.targetCrashed') return end();
    const asker = message.id === undefined ? undefined : waiting.get(message.id);
    if (message.id !== undefined) waiting.delete(message.id);
    asker?.done(message);
  };
  await new Promise<void>((done, fail) => {
    socket.onopen = () => done();
    socket.onerror = () => fail(new PageGone('the page does not let us in'));
  });

  function ask(method: string, params: object, limitMs = answerLimitMs): Promise<Message> {
    return new Promise((done, fail) => {
      if (isGone || socket.readyState !== WebSocket.OPEN) return fail(new PageGone('the page is gone'));
      asked += 1;
      const id = asked;
      const limit = setTimeout(() => {
        waiting.delete(id);
        fail(new Error(`the page did not answer within ${limitMs} ms`));
      }, limitMs);
      const forget = () => clearTimeout(limit);
      waiting.set(id, {
        done: (message) => {
          forget();
          done(message);
        },
        fail: (error) => {
          forget();
          fail(error);
        },
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  }

  await ask('Runtime.enable', {});
  await ask('Runtime.addBinding', { name: tellName });
  return {
    async evaluate<T>(expression: string, limitMs?: number): Promise<T> {
      const { result, error } = await ask(
        'Runtime.evaluate',
        { expression, awaitPromise: true, returnByValue: true },
        limitMs,
      );
      if (error) throw new PageGone(error.message);
      const thrown = result?.exceptionDetails;
      if (thrown) throw new Error(`in the page: ${thrown.exception?.description ?? thrown.text}`);
      return result?.result?.value as T;
    },
    isGone: () => isGone,
    close: () => socket.close(),
  };
}
