import { toBase64Url, toHex } from '../../shared/dossier/bytes.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import type { WorldCryptography } from './seeded-cryptography.ts';
import type { SeededDice } from './seeded-dice.ts';
import { ward } from './world-portal.ts';
import type { RunningShell } from './world-shell.ts';

/** What a resident confirms, its papers already in the safe. Rejects where the shell refuses a paper. */
export async function aDossier(
  { safe, room }: Pick<RunningShell, 'safe' | 'room'>,
  how: {
    nonce: string;
    revises?: Dossier['revises'];
    serviceVersion: number;
    dice: SeededDice;
    cryptography: WorldCryptography;
    nowMs: number;
  },
): Promise<Dossier> {
  const { nonce, revises, serviceVersion, dice, cryptography } = how;
  const papers: Dossier['papers'] = [];
  for (let page = 1; page <= dice.pick([0, 0, 1, 2]); page++) {
    const { key, ciphertext } = await cryptography.partCipher.encryptPart(dice.bytes(dice.between(200, 3000)));
    const sha256 = toHex(await cryptography.hashing.sha256(ciphertext));
    await room.requireForPart(ciphertext.length);
    await safe.parts.keep(sha256, ciphertext);
    papers.push({ paper: 'p', page, sha256, bytes: ciphertext.length, key: toBase64Url(key), type: 'image/jpeg' });
  }
  const at = new Date(how.nowMs).toISOString();
  return {
    format: 1,
    nonce,
    service: { id: 'extract-copy', version: String(serviceVersion), code: null },
    language: 'vi',
    answers: { text: `${nonce} ${'x'.repeat(dice.between(10, dice.pick([500, 2000, 2000, 9000])))}` },
    fromCard: [],
    identity: { how: 'typed', helped: false },
    eligibility: {},
    consents: [],
    pledge: { text: 'p', at },
    receiver: { kind: 'ward', unit: ward.code },
    papers,
    papersLater: [],
    warned: [],
    checkCode: 'ABC123',
    clockDoubtful: false,
    ...(revises ? { revises } : {}),
  };
}
