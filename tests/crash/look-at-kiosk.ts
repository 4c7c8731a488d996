import type { SafeFilings, ShellState } from '../../shared/shell-contract/messages.ts';
import type { PageDoor } from './page-door.ts';

/** What the driver asks of a kiosk through its page. */

export const startLimitMs = 90_000;
const injectLimitMs = 20_000;
/** The kiosk's own page has drawn its screen. */
const isReady = "document.readyState === 'complete' && document.querySelector('.frame[data-screen]') !== null";

/** Puts the resident into the page. One that is just coming up may lose what was put into it, or not take it yet. */
export async function putInto(page: PageDoor, resident: string): Promise<void> {
  const giveUpAt = performance.now() + startLimitMs;
  for (;;) {
    try {
      if (await page.evaluate<boolean>(isReady, injectLimitMs)) {
        await page.evaluate(`if (!globalThis.resident) { ${resident} }; void 0`, injectLimitMs);
        return;
      }
    } catch (error) {
      if (page.isGone()) throw error;
    }
    if (performance.now() > giveUpAt) throw new Error('the page does not come up');
    await pause(20);
  }
}

/** Everything the safe lists, as the page's own outbox asks for it at its start. */
export async function safeFilings(page: PageDoor): Promise<SafeFilings['filings'][number][]> {
  const found: SafeFilings['filings'][number][] = [];
  for (let after = 0; ; ) {
    const text = await page.evaluate<string>(
      `fetch('/shell/filings?after=${after}&limit=200').then((answer) => answer.text())`,
    );
    const answer = JSON.parse(text) as SafeFilings;
    found.push(...answer.filings);
    after = answer.filings.at(-1)?.sequence ?? after;
    if (!answer.more || answer.filings.length === 0) return found;
  }
}

/** The shell's state, once the kiosk belongs to a portal. */
export async function provisionedState(page: PageDoor): Promise<ShellState> {
  const giveUpAt = performance.now() + startLimitMs;
  for (;;) {
    const text = await page.evaluate<string>("fetch('/shell/state').then((answer) => answer.text())");
    const state = JSON.parse(text) as ShellState;
    if (state.kiosk !== null) return state;
    if (performance.now() > giveUpAt) throw new Error('the kiosk has forgotten its portal');
    await pause(50);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
