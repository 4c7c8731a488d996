import type { Locator, Page } from '@playwright/test';
import { decodeQR } from 'qr/decode.js';
import { parseJson } from '../../shared/dossier/seal.ts';
import { SlipFacts } from '../../shared/dossier/slip.ts';
import { readPng } from './read-picture.ts';
import { plain } from './sayings.ts';

export interface SlipSeen {
  /** The slip's own number: what its square code says, or the largest line where the code is no filing's. */
  readonly number: string;
  /** Largest on the slip: its number, and once the portal has signed for it the official code. */
  readonly largestLine: string;
  readonly checkCode: string;
  /** What a phone reads from the square code. */
  readonly token: string;
  readonly title: string;
}

const waitMs = 25_000;
/** A phone is held there until it has read; the page may still be laying itself out. */
const readMs = 10_000;
const betweenLooksMs = 100;

/** The slip as who stands before it reads it, its square code as a phone does. */
export async function readSlipOn(page: Page): Promise<SlipSeen> {
  const slip = page.locator('section.slip');
  const text = (part: string) => slip.locator(part).first().innerText({ timeout: waitMs });
  const token = await photographed(slip.getByRole('img'));
  const largestLine = plain(await text('.slip-number'));
  return {
    number: numberIn(token) ?? largestLine,
    largestLine,
    checkCode: plain(await text('.slip-check')),
    title: plain(await text('.slip-title')),
    token,
  };
}

/** What a phone makes of a square code on the screen; it looks again while the page is moving, and where only half of it is shown. */
export async function photographed(code: Locator): Promise<string> {
  const giveUpAt = performance.now() + readMs;
  for (;;) {
    const shot = readPng(await code.screenshot({ timeout: waitMs }));
    try {
      return decodeQR({ width: shot.width, height: shot.height, data: shot.data });
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await code.evaluate((picture) =>
        (picture.closest('.slip') ?? picture).scrollIntoView({ block: 'start', behavior: 'instant' }),
      );
      await code.page().waitForTimeout(betweenLooksMs);
    }
  }
}

/** The receipt may come while the slip is read: what the square code says stays. */
function numberIn(token: string): string | undefined {
  const payload = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url'));
  const facts = SlipFacts.safeParse(payload);
  return facts.success ? facts.data.number : undefined;
}
