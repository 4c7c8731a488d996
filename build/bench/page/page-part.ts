import { say, sayWhile } from '../../say.ts';
import { atMost, type Finding, tellFindings } from '../finding.ts';
import { type Lasting, measureLasting } from './lasting.ts';
import { type Answering, measurePageSpeed, type PageSpeed, slowness } from './page-speed.ts';
import type { Growth } from './slope.ts';

export interface PageFindings {
  readonly speed: PageSpeed;
  readonly lasting: Lasting;
  /** The same after each visit left something behind on purpose: what the slopes must find. */
  readonly planted: Lasting;
  readonly findings: readonly Finding[];
}

const limits = { tapMs: 100, keyMs: 50, screenMs: 300 };

export async function measurePage(options: { profileFolder: string; quick: boolean }): Promise<PageFindings> {
  const { profileFolder, quick } = options;
  const speed = await sayWhile('a visit by finger in a slow page', () =>
    measurePageSpeed({ profileFolder, visits: quick ? 1 : 3 }),
  );
  const visits = quick ? 20 : 200;
  // A page breathes: over few visits a heap says little.
  const heapPatience = quick ? 12 : 1;
  const lasting = await sayWhile(`${visits} visits in a row`, () =>
    measureLasting({ profileFolder, visits, heapPatience }),
  );
  const planted = await sayWhile('visits that leave something behind on purpose', () =>
    measureLasting({ profileFolder, visits: plantedVisits, heapPatience: 12, plantLeaks: true }),
  );
  const { kiosk, empty } = speed;
  const findings = [
    atMost('finger down to lit, p95 ms', kiosk.lit.p95Ms, limits.tapMs),
    atMost('a tap answered, p95 ms', kiosk.tap.p95Ms, limits.tapMs),
    atMost('a key in its field, p95 ms', kiosk.key.p95Ms, limits.keyMs),
    atMost('the next screen, p95 ms', kiosk.screen.p95Ms, limits.screenMs),
    atMost('touches that changed nothing', speed.unanswered.length, 0),
    ...slopesOf(lasting).map(([what, { perVisit, mostPerVisit }]) =>
      atMost(`${what} left by a visit`, perVisit, mostPerVisit),
    ),
    atMost('planted leaks not found', leaksNotFound(planted), 0),
  ];
  say(
    `By finger in a page slowed ${slowness} times, a whole birth registration beside an empty React page: p50 / p95 / worst ms`,
  );
  tell('finger down to lit', kiosk.lit);
  tell('a tap answered', kiosk.tap);
  tell('a key in its field', kiosk.key, empty.key);
  tell('the next screen', kiosk.screen, empty.screen);
  tell('slowest event, by the browser', kiosk.event, empty.event);
  for (const { kind, answeredMs, eventMs, target } of speed.slowest.slice(0, 6)) {
    say(`  slow: ${kind} ${answeredMs?.toFixed(0)} ms (event ${eventMs} ms) ${target}`);
  }
  tellFindings(findings);
  return { speed, lasting, planted, findings };
}

const plantedVisits = 12;
/** What a planted leak raises: see `leakInPage` and `leakInShell` in lasting.ts. */
const raised: Readonly<Record<'onePage' | 'shell', readonly string[]>> = {
  onePage: ['heapBytes', 'nodes', 'listeners', 'timers'],
  shell: ['heapBytes', 'timers', 'files'],
};

function slopesOf({ onePage, freshPages, shell }: Lasting): [string, Growth][] {
  return Object.entries({ 'one page': onePage, 'fresh pages': freshPages, shell }).flatMap(([where, growths]) =>
    growths.map((growth): [string, Growth] => [`${where}: ${growth.what}`, growth]),
  );
}

function leaksNotFound(planted: Lasting): number {
  return Object.entries(raised).reduce((lacking, [where, names]) => {
    const found = planted[where as keyof typeof raised].filter(({ isRising }) => isRising).map(({ what }) => what);
    return lacking + names.filter((name) => !found.includes(name)).length;
  }, 0);
}

function tell(what: string, kiosk: Answering, empty?: Answering): void {
  const of = ({ p50Ms, p95Ms, worstMs, count }: Answering) =>
    `${p50Ms.toFixed(0)} / ${p95Ms.toFixed(0)} / ${worstMs.toFixed(0)} (${count})`;
  const beside = empty ? `; empty page ${of(empty)}, ratio ${(kiosk.p95Ms / empty.p95Ms).toFixed(1)}` : '';
  say(`  ${what.padEnd(30)} ${of(kiosk)}${beside}`);
}
