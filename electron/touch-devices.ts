import { readFile } from 'node:fs/promises';

/**
 * Whether the touch screen is there, from the kernel's own list of input devices. A cable that is loose, a controller that hangs
 * and is reset: the device goes from the list and comes back. What cannot be noticed from here: a panel that stays in the list
 * and reports no touch, because nobody else sees the finger.
 *
 * ```
 * unknown ──a touch screen is listed──▶ there ◀──listed again──┐
 *    └── none ever: a desktop with a mouse                there ──listed no more──▶ lost
 * ```
 */
export interface TouchWatch {
  state(): 'there' | 'lost';
  close(): void;
}

export const kernelList = '/proc/bus/input/devices';
const lookEveryMs = 1_000;

export function watchTouch(options: { file: string; onChange: (touch: 'there' | 'lost') => void }): TouchWatch {
  let wasThere = false;
  let state: 'there' | 'lost' = 'there';
  let isLooking = false;

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    const list = await readFile(options.file, 'utf8').catch(() => undefined);
    isLooking = false;
    // A machine without the list (no Linux): nobody can say anything.
    if (list === undefined) return;
    const isThere = touchScreens(list) > 0;
    wasThere ||= isThere;
    const now = isThere || !wasThere ? 'there' : 'lost';
    if (now === state) return;
    state = now;
    options.onChange(now);
  }

  void look();
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
  return { state: () => state, close: () => clearInterval(timer) };
}

/** Bits of <linux/input-event-codes.h>. */
const propPointer = 0;
const propDirect = 1;
const buttonTouch = 0x14a;
const absX = 0;

/** How many touch screens the list names: devices one touches where one looks, by the rule udev goes by. */
export function touchScreens(list: string): number {
  return list.split(/\n\s*\n/).filter((device) => {
    const isDirect = hasBit(device, 'PROP', propDirect);
    const isPointer = hasBit(device, 'PROP', propPointer);
    return isDirect || (!isPointer && hasBit(device, 'KEY', buttonTouch) && hasBit(device, 'ABS', absX));
  }).length;
}

const bitsPerWord = 64;

/** `B: KEY=400 0 0`: hexadecimal words of 64 bits, the highest first. */
function hasBit(device: string, name: string, bit: number): boolean {
  const [, text = ''] = new RegExp(`^B: ${name}=([0-9a-f ]+)$`, 'm').exec(device) ?? [];
  const word = text.trim().split(/\s+/).reverse()[Math.floor(bit / bitsPerWord)];
  return word !== undefined && word !== '' && ((BigInt(`0x${word}`) >> BigInt(bit % bitsPerWord)) & 1n) === 1n;
}
