import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import type { SafeFiling } from '../../shared/shell-contract/messages.ts';
import type { FilingSeen, Opened } from '../support/lobby.ts';
import { type PhotoSpec, photoBytes } from './photo-bytes.ts';
import type { Told } from './resident-in-page.ts';

/**
 * What residents tried to file and what they were told, kept outside everything that is killed; and what became of it.
 *
 * A filing is *filed* from the moment the shell has answered so. One that was cut in mid-call is neither filed nor not: it may
 * arrive or not, but at most once, and whole; and where the safe has it, it is announced by its slip number.
 */
export interface Ledger {
  tries(attempt: Attempt): void;
  hears(told: Told): void;
  /** A filing made by hand, known by its slip. */
  filedByHand(attempt: HandAttempt): void;
  readonly filed: () => number;
  readonly tried: () => number;
  /** What the kiosk says about itself right after a start: sentences about promises it breaks. */
  againstKiosk(kiosk: { filings: readonly Pick<SafeFiling, 'id' | 'slip'>[]; announced: readonly string[] }): string[];
  /**
   * Compares with the portal when all is quiet, byte for byte.
   * @param again also those that were compared before: a later cut may have spoiled them
   */
  compare(portal: {
    filings: readonly FilingSeen[];
    open: (filing: string) => Promise<Opened>;
    again: boolean;
  }): Promise<Comparison>;
}

export interface Attempt {
  readonly nonce: string;
  readonly answers: Dossier['answers'];
  readonly checkCode: string;
  readonly photos: readonly PhotoSpec[];
}

export interface HandAttempt {
  readonly slip: string;
  readonly checkCode: string;
  readonly answers: Dossier['answers'];
}

export interface Comparison {
  readonly filed: number;
  readonly received: number;
  /** Received although nobody was told so: the kill came between the safe and the answer. */
  readonly unannounced: number;
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly corrupt: readonly string[];
}

interface Line extends Attempt {
  filing?: string;
  slip?: string;
  showing?: boolean;
  shown?: boolean;
}

export function createLedger(): Ledger {
  const lines = new Map<string, Line>();
  const byFiling = new Map<string, Line>();
  const byHand = new Map<string, HandAttempt>();
  const photoHashes = new Map<string, string>();
  const unexpected: string[] = [];
  /** Filings compared and found whole, by their dossier's nonce. */
  const arrived = new Map<string, string>();

  const hashOf = (photo: PhotoSpec): string => {
    const name = `${photo.seed}/${photo.bytes}`;
    const known = photoHashes.get(name);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(photoBytes(photo)).digest('hex');
    photoHashes.set(name, hash);
    return hash;
  };

  /** What is wrong with a received dossier; nothing when it is whole. */
  function faultOf(seen: FilingSeen, { dossier, parts }: Opened, line: Line): string | undefined {
    if (!isDeepStrictEqual(dossier.answers, line.answers)) return 'answers differ';
    if (dossier.checkCode !== line.checkCode) return 'check code differs';
    if (parts.length !== line.photos.length) return `${parts.length} of ${line.photos.length} photos`;
    const wrong = line.photos.findIndex((photo, place) => parts[place]?.plainSha256 !== hashOf(photo));
    if (wrong >= 0) return `photo ${wrong + 1} differs or cannot be opened`;
    if (line.filing !== undefined && line.filing !== seen.filing) return 'another id than the resident was told';
    if (line.slip !== undefined && line.slip !== seen.slip) return 'another slip than the resident was told';
    return undefined;
  }

  function faultByHand({ dossier, parts }: Opened, hand: HandAttempt): string | undefined {
    if (!isDeepStrictEqual(dossier.answers, hand.answers)) return 'answers differ';
    if (dossier.checkCode !== hand.checkCode) return 'check code differs';
    return parts.every(({ plainSha256 }) => plainSha256 !== undefined) ? undefined : 'a photo cannot be opened';
  }

  return {
    tries: (attempt) => void lines.set(attempt.nonce, { ...attempt }),
    hears(told) {
      const line = lines.get(told.nonce);
      if (!line) return void unexpected.push(`something was told of ${told.nonce}, which nobody tries`);
      if (told.at === 'filed') {
        line.filing = told.filing;
        line.slip = told.slip;
        byFiling.set(told.filing, line);
      }
      if (told.at === 'showing') line.showing = true;
      if (told.at === 'shown') line.shown = true;
      if (told.at === 'refused') unexpected.push(`a ${told.what} was refused: ${told.code}`);
    },
    filedByHand: (attempt) => void byHand.set(attempt.slip, attempt),
    filed: () => byFiling.size + byHand.size,
    tried: () => lines.size + byHand.size,
    againstKiosk({ filings, announced }) {
      const broken = unexpected.splice(0);
      const kept = new Map(filings.map((filing) => [filing.id, filing]));
      for (const [filing, { slip }] of byFiling) {
        if (!kept.has(filing)) broken.push(`the safe has no filing ${filing} (${slip}), which was told to be filed`);
      }
      const told = new Set(announced);
      for (const { id, slip } of filings) {
        if (byHand.has(slip)) continue;
        const line = byFiling.get(id);
        // Neither is known of one whose "shown" was cut.
        if (!line?.showing && !told.has(slip)) broken.push(`${slip} was never shown and is not announced`);
        if (line?.shown && told.has(slip)) broken.push(`${slip} was shown as kept and is announced as if it were not`);
      }
      return broken;
    },
    async compare({ filings, open, again }) {
      if (again) arrived.clear();
      const [lost, duplicated, corrupt]: [string[], string[], string[]] = [[], [], []];
      const there = new Set(filings.map(({ filing }) => filing));
      const slips = new Set(filings.map(({ slip }) => slip));
      for (const [filing, { slip }] of byFiling) if (!there.has(filing)) lost.push(`${slip} ${filing}`);
      for (const { slip } of byHand.values()) if (!slips.has(slip)) lost.push(`${slip} (by hand)`);
      let unannounced = 0;
      const compared = new Set(arrived.values());
      for (const seen of filings) {
        if (!byHand.has(seen.slip) && !byFiling.has(seen.filing)) unannounced += 1;
        if (compared.has(seen.filing)) continue;
        const opened = await open(seen.filing).catch(() => undefined);
        if (!opened) {
          corrupt.push(`${seen.slip} ${seen.filing}: the portal cannot open it`);
          continue;
        }
        const { nonce } = opened.dossier;
        const earlier = arrived.get(nonce);
        if (earlier !== undefined) duplicated.push(`${seen.slip} ${seen.filing} is the dossier of ${earlier} again`);
        arrived.set(nonce, seen.filing);
        const hand = byHand.get(seen.slip);
        const line = lines.get(nonce);
        const fault = line
          ? faultOf(seen, opened, line)
          : hand
            ? faultByHand(opened, hand)
            : 'nobody ever tried to file it';
        if (fault !== undefined) corrupt.push(`${seen.slip} ${seen.filing}: ${fault}`);
      }
      if (there.size !== filings.length) duplicated.push('the register lists one id twice');
      return {
        filed: byFiling.size + byHand.size,
        received: filings.length,
        unannounced,
        lost,
        duplicated,
        corrupt,
      };
    },
  };
}
