import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/**
 * How far the numbers of official codes have come, kept apart from the register: one restored from a backup has forgotten what it gave
 * since, and its clock may have been set back meanwhile. A series is `<prefix> <day>`.
 */
export interface CodeMarks {
  /** Numbers of this series up to here may have been given by an earlier run. */
  floorOf(series: string): number;
  /** Before a receipt names them. Durable when it resolves. */
  raise(given: readonly { readonly series: string; readonly number: number }[]): Promise<void>;
}

/** So far ahead (ten minutes of numbers) a mark is set, that a busy day writes it now and then and not for every filing. */
const ahead = 60_000;
/** Of days that are over nothing is given any more; yesterday's are kept for a clock that is set back. */
const daysKept = 2;

const Marks = z.record(z.string(), z.number().int());

export function createCodeMarks(
  before: Readonly<Record<string, number>>,
  keep: (marks: Readonly<Record<string, number>>) => Promise<void>,
): CodeMarks {
  let kept = before;
  return {
    floorOf: (series) => before[series] ?? 0,
    async raise(given) {
      const above = given.filter(({ series, number }) => number > (kept[series] ?? 0));
      if (above.length === 0) return;
      const marks: Record<string, number> = { ...kept };
      for (const { series, number } of above) marks[series] = Math.max(marks[series] ?? 0, number + ahead);
      const days = [...new Set(Object.keys(marks).map(dayOf))].sort().slice(-daysKept);
      const next = Object.fromEntries(Object.entries(marks).filter(([series]) => days.includes(dayOf(series))));
      await keep(next);
      kept = next;
    },
  };
}

/** In a file beside the keys, which no backup of the register replaces. */
export async function openCodeMarks(path: string): Promise<CodeMarks> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  let writing: Promise<void> = Promise.resolve();
  return createCodeMarks(Marks.parse(JSON.parse(text)), (marks) => {
    writing = writing.catch(() => undefined).then(() => replace(path, JSON.stringify(marks)));
    return writing;
  });
}

function dayOf(series: string): string {
  return series.slice(series.lastIndexOf(' ') + 1);
}

async function replace(path: string, text: string): Promise<void> {
  const file = await open(`${path}.partial`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.partial`, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
