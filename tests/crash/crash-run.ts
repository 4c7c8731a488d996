import { existsSync, statSync } from 'node:fs';
import { createDice, type SeededDice } from '../simulation/seeded-dice.ts';
import { demoWard, storyOf } from '../support/known-services.ts';
import { type CrashWorld, openCrashWorld } from './crash-world.ts';
import type { Survival } from './disk-after-cut.ts';
import type { Comparison } from './ledger.ts';
import { kioskMoment, portalMoment } from './moments.ts';
import { tearLog } from './torn-log.ts';

/** What is asked of one run. Kills and cuts are those of kiosk and portal together. */
export interface CrashPlan {
  readonly seed: number;
  readonly kills: number;
  readonly powerCuts: number;
  readonly tornLogs: number;
  /** Filings made by touch at the real screen, the first of them from the start of a visit. */
  readonly byHand: number;
  /** After so many minutes no new life begins; what is left undone is said. */
  readonly limitMinutes: number;
  readonly say: (line: string) => void;
}

export interface CrashTally {
  readonly kills: { kiosk: number; portal: number };
  readonly powerCuts: { kiosk: number; portal: number };
  tornLogs: number;
  byHand: number;
}

export interface CrashOutcome {
  readonly tally: CrashTally;
  readonly comparison: Comparison | undefined;
  /** The first promise seen broken, in sentences, with what was going on. */
  readonly broken: readonly string[];
  /** Kept for a look when something was broken. */
  readonly kept: { readonly profile: string; readonly portal: string } | undefined;
  /** Asked for and not done, when the time was over. */
  readonly undone: readonly string[];
  readonly seconds: number;
}

type Episode = 'kill' | 'cut-kiosk' | 'cut-portal' | 'cut-both' | 'tear' | 'by-hand';

/** So often everything is brought back, sent and compared. */
const livesPerDrain = 25;
const mostTearsInVain = 50;

/** Kills, cuts and tears in an order drawn from the seed, and compares in between and at the end. */
export async function runCrashes(
  plan: CrashPlan,
  world: { readonly library: string; readonly resident: string },
): Promise<CrashOutcome> {
  const started = performance.now();
  const tally: CrashTally = {
    kills: { kiosk: 0, portal: 0 },
    powerCuts: { kiosk: 0, portal: 0 },
    tornLogs: 0,
    byHand: 0,
  };
  const crash = await openCrashWorld(world);
  const broken: string[] = [];
  let comparison: Comparison | undefined;
  let happened = 'the first start';
  let lives = 0;
  let tearsInVain = 0;
  const episodes = episodesOf(plan);
  const isLate = () => performance.now() - started > plan.limitMinutes * 60_000;

  try {
    broken.push(...(await crash.drain()));
    for (let turn = 0; broken.length === 0 && !isLate() && isMore(turn); turn += 1) {
      const dice = createDice(plan.seed, `turn ${turn}`);
      const episode = episodes[turn] ?? 'kill';
      happened = `turn ${turn} (${episode})`;
      broken.push(...(await play(episode, dice)));
      lives += 1;
      if (broken.length > 0 || lives % livesPerDrain !== 0) continue;
      happened = `the quiet after turn ${turn} (${episode})`;
      broken.push(...(await drainAndCompare(false)));
      plan.say(progress());
    }
    if (broken.length === 0) {
      happened = 'the quiet at the end';
      broken.push(...(await drainAndCompare(true)));
    }
  } catch (error) {
    broken.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const keeps = broken.length > 0;
  await crash.close({ keeps });
  return {
    tally,
    comparison,
    broken: broken.length === 0 ? [] : [`in ${happened}:`, ...broken],
    kept: keeps ? { profile: crash.profileFolder, portal: crash.portal.folder } : undefined,
    undone: undone(),
    seconds: (performance.now() - started) / 1000,
  };

  function isMore(turn: number): boolean {
    return turn < episodes.length || tally.kills.kiosk + tally.kills.portal < plan.kills;
  }

  async function play(episode: Episode, dice: SeededDice): Promise<string[]> {
    switch (episode) {
      case 'kill':
        return kill(dice);
      case 'cut-kiosk':
      case 'cut-portal':
      case 'cut-both':
        return cut(episode, dice);
      case 'tear':
        return tear(dice);
      case 'by-hand':
        return byHand();
    }
  }

  async function live(plan: Parameters<CrashWorld['live']>[0]): Promise<string[]> {
    const report = await crash.live(plan);
    tally.kills.kiosk += 1;
    tally.kills.portal += report.portalKills;
    happened += `; ${report.happened}`;
    return [...report.broken];
  }

  function kill(dice: SeededDice): Promise<string[]> {
    // The portal is killed as often as the kiosk: for lives in which it cannot be reached there are more in which it dies twice.
    const portal = dice.pick(['cut', 'twice', 'twice', 'once', 'once', 'once', 'once'] as const);
    return live({
      dice,
      kiosk: kioskMoment(dice),
      portal: portal === 'cut' ? 'cut' : portalMoment(dice),
      ...(portal === 'twice' ? { portalAgainAfterMs: dice.between(0, 900) } : {}),
    });
  }

  async function cut(episode: Episode, dice: SeededDice): Promise<string[]> {
    const whose = (episode === 'cut-both' ? ['kiosk', 'portal'] : [episode === 'cut-kiosk' ? 'kiosk' : 'portal']) as (
      | 'kiosk'
      | 'portal'
    )[];
    const survival: Survival = dice.pick(['nothing', 'nothing', 'beginnings', 'scattered']);
    if (whose.includes('portal') && crash.portal.isRunning()) {
      await crash.portal.kill();
      tally.kills.portal += 1;
    }
    for (const one of whose) crash.watch(one);
    const found: string[] = [];
    // What one life wrote and did not sync can go with the power of the next.
    if (whose.length === 1 && whose[0] === 'kiosk' && dice.happens(0.5)) {
      found.push(...(await live({ dice, kiosk: kioskMoment(dice), portal: portalMoment(dice) })));
    }
    if (found.length === 0) found.push(...(await live({ dice, kiosk: kioskMoment(dice), portal: portalMoment(dice) })));
    for (const one of whose) {
      const report = crash.cutPower(one, { survival, dice });
      tally.powerCuts[one] += 1;
      const { changes, syncs, unsynced } = report;
      happened += `; power cut of the ${one} (${survival}): ${changes} changes, ${syncs} syncs, ${unsynced.bytes} bytes and ${unsynced.names} names unsynced`;
    }
    return found;
  }

  /** The store must really be gone, or nothing was shown. */
  async function tear(dice: SeededDice): Promise<string[]> {
    const filing = { dice, portal: 'cut', mostFilings: 6 } as const;
    const found = await live({
      ...filing,
      kiosk: { at: 'shown', nth: dice.between(1, 3), afterMs: dice.between(0, 20) },
    });
    if (found.length > 0) return found;
    const torn = tearLog(crash.profileFolder, dice);
    happened += `; log torn (${torn.how})`;
    const behind = await live({
      ...filing,
      kiosk: { at: 'put', nth: dice.between(1, 3), afterMs: dice.between(0, 200) },
    });
    if (behind.length > 0) return behind;
    const isHarmful = existsSync(torn.file) && statSync(torn.file).size >= torn.harmFrom;
    const vanished = () => crash.logCodes().filter((code) => code === 'outbox-vanished').length;
    const before = vanished();
    const back = await crash.drain();
    tally.kills.kiosk += 1;
    if (!isHarmful) {
      // LevelDB had enough in its log to begin another and the tear went away with the old one, or the kiosk died before enough lay
      // behind the tear: another log is torn instead.
      happened += '; the torn log did no harm';
      if (tearsInVain < mostTearsInVain) episodes.push('tear');
      tearsInVain += 1;
      return [...back];
    }
    tally.tornLogs += 1;
    if (vanished() === before) return [...back, 'the torn log did not make the store vanish: nothing was shown'];
    return [...back];
  }

  async function byHand(): Promise<string[]> {
    const story = storyOf('civil-extract', 'own-birth-copy', { ward: demoWard });
    await crash.fileByHand({ story, fromTheStart: tally.byHand === 0 });
    tally.byHand += 1;
    tally.kills.kiosk += 1;
    return [];
  }

  async function drainAndCompare(again: boolean): Promise<string[]> {
    const problems = await crash.drain();
    tally.kills.kiosk += 1;
    comparison = await crash.compare({ again });
    const { lost, duplicated, corrupt } = comparison;
    return [
      ...problems,
      ...lost.map((what) => `lost: ${what}`),
      ...duplicated.map((what) => `duplicated: ${what}`),
      ...corrupt.map((what) => `corrupt: ${what}`),
    ];
  }

  function undone(): string[] {
    const { kills, powerCuts, tornLogs } = tally;
    const left: [string, number][] = [
      ['kills', plan.kills - kills.kiosk - kills.portal],
      ['power cuts', plan.powerCuts - powerCuts.kiosk - powerCuts.portal],
      ['torn logs', plan.tornLogs - tornLogs],
      ['filings by hand', plan.byHand - tally.byHand],
    ];
    return left.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
  }

  function progress(): string {
    const { kills, powerCuts, tornLogs } = tally;
    const minutes = ((performance.now() - started) / 60_000).toFixed(1);
    return `  … ${minutes} min: ${kills.kiosk} + ${kills.portal} kills, ${powerCuts.kiosk} + ${powerCuts.portal} power cuts, ${tornLogs} torn logs; ${comparison?.filed} filed, ${comparison?.received} received`;
  }
}

/** Everything but plain kills, spread evenly over the run. */
function episodesOf(plan: CrashPlan): Episode[] {
  const dice = createDice(plan.seed, 'order');
  const special: Episode[] = [];
  for (let cuts = 0, turn = 0; cuts < plan.powerCuts; turn += 1) {
    const episode = (['cut-kiosk', 'cut-portal', 'cut-both'] as const)[turn % 3] ?? 'cut-both';
    special.push(episode);
    cuts += episode === 'cut-both' ? 2 : 1;
  }
  for (let torn = 0; torn < plan.tornLogs; torn += 1) special.push('tear');
  for (let hand = 0; hand < plan.byHand; hand += 1) special.push('by-hand');
  // A life kills two, a torn log three times the kiosk, the rest as they come.
  const plain = Math.max(0, Math.floor((plan.kills - 2.4 * special.length) / 2));
  const order: Episode[] = [...special, ...Array.from({ length: plain }, () => 'kill' as const)];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = dice.between(0, last);
    const [one, two] = [order[last], order[other]];
    if (one === undefined || two === undefined) continue;
    [order[last], order[other]] = [two, one];
  }
  return order;
}
