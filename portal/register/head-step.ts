import type { HeadAlarm, KioskHead } from './register.ts';

export interface HeadStep {
  readonly alarm: HeadAlarm | undefined;
  /** Alarms that a journal which is longer again has overtaken. */
  readonly over: readonly HeadAlarm[];
}

/** Messages of one kiosk overtake each other by so much at most; after that a shorter journal is no late message. */
const overtakingMs = 2 * 60_000;

/**
 * A journal only grows. As many records as once before under another hash: two machines under one name, or a journal cut and written on.
 * Fewer than once before, and not a head we were told: cut, or put back from a copy; the alarm stays open until a longer journal is
 * told. An older head that we do know may be a late message or a copy put back: it is only remembered, and whoever looks
 * sees that the newest is not the highest.
 */
export function stepOf(
  head: KioskHead,
  known: {
    readonly highest: KioskHead | undefined;
    /** Heads told before with as many records as this one. */
    readonly sameCount: readonly KioskHead[];
    readonly openAlarms: readonly HeadAlarm[];
  },
): HeadStep {
  const { highest, sameCount, openAlarms } = known;
  const alarm = (kind: HeadAlarm['kind'], before: KioskHead): HeadAlarm => ({
    kind,
    at: head.at,
    before: { records: before.records, hash: before.hash },
    told: { records: head.records, hash: head.hash },
  });
  if (sameCount.some(({ hash }) => hash === head.hash)) return { alarm: undefined, over: [] };
  const [other] = sameCount;
  if (other) return { alarm: alarm('forked', other), over: [] };
  if (highest && head.records < highest.records) {
    const mayBeLate = Date.parse(head.at) - Date.parse(highest.at) < overtakingMs;
    const isKnown = openAlarms.some(({ kind, before }) => kind === 'shorter' && before.hash === highest.hash);
    return { alarm: mayBeLate || isKnown ? undefined : alarm('shorter', highest), over: [] };
  }
  return { alarm: undefined, over: openAlarms.filter(({ kind }) => kind === 'shorter') };
}
