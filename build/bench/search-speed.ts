import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { encodeGuideIndex } from '../../shared/catalogue/guide-index.ts';
import { readCatalogue } from '../../shared/catalogue/read-catalogue.ts';
import { HanoiData } from '../../shared/places/units-data.ts';
import { bundleScript } from '../bundle-script.ts';
import { projectFolder } from '../folders.ts';
import { say, sayWhile } from '../say.ts';
import { atMost, type Finding, tellFindings } from './finding.ts';
import { makeManyGuides } from './many-guides.ts';
import type { measureSearch, SearchTask, SearchTimes } from './search-in-page.ts';
import { percentile } from './spread.ts';

export interface SearchFindings {
  readonly guides: number;
  readonly indexBytes: number;
  readonly slowness: number;
  readonly openMs: number;
  readonly first: { readonly p50Ms: number; readonly worstMs: number };
  readonly key: { readonly p50Ms: number; readonly p99Ms: number; readonly worstMs: number };
  readonly scan: { readonly p50Ms: number; readonly worstMs: number };
  readonly forgivingScan: { readonly p50Ms: number; readonly worstMs: number };
  readonly findings: readonly Finding[];
}

const slowness = 6;
const limits = { firstListMs: 50, openMs: 300 };

/** What residents type, right and wrong, in Vietnamese with and without marks, in raw keys, in English, with a ward. */
const queries = [
  'đăng ký tạm trú',
  'giay phep hanh nghe kham benh',
  'giay phep hanh nge kham bnh',
  'chung thuc giao dich',
  'dangkytamtru',
  'ddawng kys tamj truws',
  'temporary residence',
  'bằng lái xe',
  'khai sinh phường Trung Tự',
  'tro cap tho cung liet si',
  'quyền sử dụng đất',
  'zzkx qqwj vvpf',
] as const;

/** The search of the kiosk in Chromium slowed six times, over six thousand guide entries. */
export async function measureSearchSpeed({ quick }: { quick: boolean }): Promise<SearchFindings> {
  const entries = makeManyGuides();
  const index = encodeGuideIndex(entries);
  const code = await bundleScript(join(import.meta.dirname, 'search-in-page.ts'));
  const task: SearchTask = {
    index: Buffer.from(index).toString('base64'),
    services: servicesHere(),
    hanoi: HanoiData.parse(unitFile('hanoi')),
    queries,
    withScans: true,
  };
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const times: SearchTimes[] = [];
    await sayWhile('searching in a slowed page', async () => {
      for (let visit = 0; visit < (quick ? 2 : 6); visit += 1) {
        // A page of its own each time: nothing of the visit before has made this one quick.
        const page = await browser.newPage();
        times.push(await measureIn(page, code, { ...task, withScans: visit === 0 }));
        await page.close();
      }
    });
    return found(entries.length, index.length, times);
  } finally {
    await browser.close();
  }
}

async function measureIn(page: Page, code: string, task: SearchTask): Promise<SearchTimes> {
  await page.setContent('<!doctype html><title>search</title>');
  await page.addScriptTag({ content: code });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowness });
  return page.evaluate(
    (given) => (globalThis as unknown as { measureSearch: typeof measureSearch }).measureSearch(given),
    task,
  );
}

function found(guides: number, indexBytes: number, times: readonly SearchTimes[]): SearchFindings {
  const all = (of: (each: SearchTimes) => readonly number[]) => times.flatMap(of);
  const [keys, first] = [all(({ keyMs }) => keyMs), times.map(({ firstMs }) => firstMs)];
  const spread = (numbers: readonly number[]) => ({
    p50Ms: percentile(numbers, 50),
    p99Ms: percentile(numbers, 99),
    worstMs: Math.max(...numbers),
  });
  const result = {
    guides,
    indexBytes,
    slowness,
    openMs: percentile(
      times.map(({ openMs, warmMs }) => openMs + warmMs),
      50,
    ),
    first: spread(first),
    key: spread(keys),
    scan: spread(all(({ scanMs }) => scanMs)),
    forgivingScan: spread(all(({ forgivingScanMs }) => forgivingScanMs)),
  };
  const findings = [
    atMost('the first list in a fresh page, worst ms', result.first.worstMs, limits.firstListMs),
    atMost('a list at any key, p99 ms', result.key.p99Ms, limits.firstListMs),
    atMost('opened behind the search screen, p50 ms', result.openMs, limits.openMs),
  ];
  const ms = ({ p50Ms, worstMs }: { p50Ms: number; worstMs: number }) =>
    `p50 ${p50Ms.toFixed(1)} ms, worst ${worstMs.toFixed(1)} ms`;
  say(
    `Search over ${guides} guide entries in a page slowed ${slowness} times (index ${(indexBytes / 1024).toFixed(0)} KB):`,
  );
  say(`  opened in ${result.openMs.toFixed(1)} ms behind the search screen; the first list then: ${ms(result.first)}`);
  say(`  a list at each of ${keys.length} keys: ${ms(result.key)}, p99 ${result.key.p99Ms.toFixed(1)} ms`);
  say(`  plain scan of every name, only what is typed without a mistake: ${ms(result.scan)}`);
  say(`  plain scan of every name that forgives a slip as well: ${ms(result.forgivingScan)}`);
  tellFindings(findings);
  return { ...result, findings };
}

function servicesHere() {
  const folder = join(projectFolder, 'assets', 'catalogue');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return readCatalogue(
    Object.fromEntries(names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown])),
  ).services;
}

function unitFile(name: string): unknown {
  return JSON.parse(readFileSync(join(projectFolder, 'assets', 'units', `${name}.json`), 'utf8'));
}
