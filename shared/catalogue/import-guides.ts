import type { GuideEntry } from './guide-entry.ts';
import { type ImportNote, type ImportReason, readGuideRecord } from './import-guide.ts';

/** One file of a folder, as it was read; undefined when the disk did not give it, or gave too much. */
export interface RecordFile {
  readonly name: string;
  readonly text: string | 'too-large';
}

export interface ImportLine extends ImportNote {
  readonly file: string;
  /** The record is not among the entries. */
  readonly isLost: boolean;
}

export interface Imported {
  /** By code. */
  readonly entries: readonly GuideEntry[];
  readonly lines: readonly ImportLine[];
  /** When the newest record was last changed, by the database; 0 when none says so. */
  readonly newestMs: number;
}

/**
 * Every record of a folder. The same files give the same entries in the same order, whatever order they come in; of several records
 * with one code the newest counts. Never throws, whatever stands in a file.
 */
export function importGuides(files: readonly RecordFile[]): Imported {
  const lines: ImportLine[] = [];
  const lost = (file: string, at: string, reason: ImportReason) => void lines.push({ file, at, reason, isLost: true });
  const byCode = new Map<
    string,
    { file: string; entry: GuideEntry; updatedMs: number; notes: readonly ImportNote[] }
  >();
  for (const { name, text } of [...files].sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (text === 'too-large') {
      lost(name, '', 'too-large');
      continue;
    }
    const json = jsonOf(text);
    const reading =
      json === undefined
        ? ({ ok: false, note: { at: '', reason: 'not-json' } } as const)
        : readGuideRecord(json.value, groupOf(name));
    if (!reading.ok) {
      lost(name, reading.note.at, reading.note.reason);
      continue;
    }
    const { entry, updatedMs, notes } = reading;
    const known = byCode.get(entry.code);
    if (known && known.updatedMs >= updatedMs) {
      lost(name, 'code', 'same-code');
      continue;
    }
    if (known) lost(known.file, 'code', 'same-code');
    byCode.set(entry.code, { file: name, entry, updatedMs, notes });
  }
  const kept = [...byCode.values()].sort((one, other) => (one.entry.code < other.entry.code ? -1 : 1));
  for (const { file, notes } of kept) lines.push(...notes.map((note) => ({ file, ...note, isLost: false })));
  return {
    entries: kept.map(({ entry }) => entry),
    lines: lines.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)),
    newestMs: Math.max(0, ...kept.map(({ updatedMs }) => updatedMs)),
  };
}

/** Files of the database are called `<life event>--<code>.json`. */
function groupOf(name: string): string | undefined {
  const group = /^(.+?)--[^/]*\.json$/i.exec(name)?.[1];
  return group !== undefined && /^[a-z0-9]{1,40}(-[a-z0-9]{1,20}){0,15}$/.test(group) && group.length <= 80
    ? group
    : undefined;
}

function jsonOf(text: string): { value: unknown } | undefined {
  try {
    // Some editors leave a mark at the beginning that JSON does not know.
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch {
    return undefined;
  }
}

function keyOf({ file, at, reason }: ImportLine): string {
  return `${file}\n${at}\n${reason}`;
}
