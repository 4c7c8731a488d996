import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { touchScreens, watchTouch } from '../../electron/touch-devices.ts';

/** As `/proc/bus/input/devices` writes them: a USB touch screen of an all-in-one, a resistive one, a touchpad, a mouse, a keyboard. */
const devices = {
  panel: device('ILITEK ILITEK-TP', 'PROP=2\nB: EV=1b\nB: KEY=400 0 0 0 0 0\nB: ABS=3273800000000003'),
  resistive: device('eGalax Inc. USB TouchController', 'PROP=0\nB: EV=b\nB: KEY=400 0 0 0 0 0\nB: ABS=3'),
  touchpad: device('SynPS/2 Synaptics TouchPad', 'PROP=5\nB: EV=b\nB: KEY=e520 10000 0 0 0 0\nB: ABS=660800011000003'),
  mouse: device('USB Optical Mouse', 'PROP=0\nB: EV=17\nB: KEY=ff0000 0 0 0 0\nB: REL=903'),
  keyboard: device(
    'AT Translated Set 2 keyboard',
    'PROP=0\nB: EV=120013\nB: KEY=402000000 3803078f800d001 feffffdfffefffff',
  ),
};

function device(name: string, bits: string): string {
  return `I: Bus=0003 Vendor=222a Product=0001 Version=0110\nN: Name="${name}"\nH: Handlers=event5\nB: ${bits}\n`;
}

test('touch screens are told from touchpads, mice and keyboards', () => {
  const counts = Object.values(devices).map((one) => touchScreens(one));
  expect(counts).toEqual([1, 1, 0, 0, 0]);
  expect(touchScreens(Object.values(devices).join('\n'))).toBe(2);
  expect(touchScreens('')).toBe(0);
});

test('a touch screen that goes from the list is lost until it is back; a machine that never had one misses none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'touch-'));
  const file = join(folder, 'devices');
  const told: string[] = [];
  await writeFile(file, [devices.mouse, devices.keyboard].join('\n'));
  const watch = watchTouch({ file, onChange: (touch) => told.push(touch) });
  try {
    await new Promise((later) => setTimeout(later, 1_300));
    expect([watch.state(), told]).toEqual(['there', []]);
    await writeFile(file, [devices.mouse, devices.panel].join('\n'));
    await new Promise((later) => setTimeout(later, 1_300));
    await writeFile(file, devices.mouse);
    await expect.poll(() => told, { timeout: 3_000 }).toEqual(['lost']);
    await writeFile(file, [devices.mouse, devices.panel].join('\n'));
    await expect.poll(() => told, { timeout: 3_000 }).toEqual(['lost', 'there']);
  } finally {
    watch.close();
    await rm(folder, { recursive: true, force: true });
  }
});
