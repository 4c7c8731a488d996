import { appendFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SeededDice } from '../simulation/seeded-dice.ts';

const headerLength = 7;
const blockLength = 32_768;
const fullRecord = 1;

/**
 * Leaves the browser's store as a kill between the two writes of one LevelDB record leaves it: the header stands in the log, its
 * body not, or only half of it (google/leveldb#1287). The next start does not mind and adds behind it; the one after that
 * finds the sum wrong and throws the whole store away.
 */
export function tearLog(
  profileFolder: string,
  dice: SeededDice,
): {
  readonly how: 'header only' | 'half a body';
  readonly file: string;
  /** What is written behind the tear does harm once it reaches to here: the torn record then has a body, and a wrong one. */
  readonly harmFrom: number;
} {
  const folder = join(profileFolder, 'browser', 'IndexedDB', 'kiosk_app_0.indexeddb.leveldb');
  const log = readdirSync(folder)
    .filter((name) => /^\d+\.log$/.test(name))
    .sort()
    .at(-1);
  if (log === undefined) throw new Error('the browser has no log to tear');
  const file = join(folder, log);
  const left = blockLength - (statSync(file).size % blockLength);
  // A record never begins in the last bytes of a block: there the block is filled up first.
  const filler = left <= headerLength + 1 ? Buffer.alloc(left) : Buffer.alloc(0);
  const room = (filler.length > 0 ? blockLength : left) - headerLength;
  const body = Math.min(room, dice.between(200, 2000));
  const header = Buffer.alloc(headerLength);
  header.writeUInt32LE(dice.between(1, 2 ** 31), 0);
  header.writeUInt16LE(body, 4);
  header.writeUInt8(fullRecord, 6);
  const isHalf = dice.happens(0.5);
  const half = Buffer.alloc(isHalf ? Math.max(1, Math.floor(body / 2)) : 0, 0x5a);
  appendFileSync(file, Buffer.concat([filler, header, half]));
  const harmFrom = statSync(file).size - half.length + body;
  return { how: isHalf ? 'half a body' : 'header only', file, harmFrom };
}
