import { join } from 'node:path';

/** How the application was started; see docs/decisions/0004-starting-the-kiosk.md for the switches. */
export interface KioskOptions {
  readonly mode: 'production' | 'demo' | 'test';
  /** Everything this kiosk keeps: browser/ is Chromium's, the rest is the shell's. */
  readonly profileFolder: string;
  /** Chromium's part of the profile. */
  readonly browserFolder: string;
  /** A window of this size; without it the whole screen. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly demoEnrolmentFile: string | undefined;
  readonly slipFolder: string | undefined;
  /** Instead of the places where sticks are mounted. */
  readonly stickFolder: string | undefined;
  /** Instead of espeak-ng: a recorder of tests. */
  readonly voiceProgram: string | undefined;
  /** Instead of the kernel's list of input devices: tests unplug a touch screen. */
  readonly inputDevicesFile: string | undefined;
  /** How many relaunches after failures led here. */
  readonly relaunches: number;
}

const modes = ['production', 'demo', 'test'] as const;
const largestSide = 10_000;

/** Reads the switches. Anything that is not understood is left out, so that a typing mistake never weakens the kiosk. */
export function readOptions(parameters: readonly string[], usualProfile: string): KioskOptions {
  const profileFolder = switchValue(parameters, 'profile') || usualProfile;
  const mode = modes.find((known) => known === switchValue(parameters, 'mode')) ?? 'production';
  // Demo enrolment, slips as files and a folder for a stick exist for demo and tests only.
  const isProduction = mode === 'production';
  return {
    mode,
    profileFolder,
    browserFolder: join(profileFolder, 'browser'),
    size: readSize(switchValue(parameters, 'size')),
    demoEnrolmentFile: isProduction ? undefined : switchValue(parameters, 'enrolment'),
    slipFolder: isProduction ? undefined : switchValue(parameters, 'slips'),
    stickFolder: isProduction ? undefined : switchValue(parameters, 'stick'),
    voiceProgram: mode === 'test' ? switchValue(parameters, 'voice') : undefined,
    inputDevicesFile: mode === 'test' ? switchValue(parameters, 'input-devices') : undefined,
    relaunches: readCount(switchValue(parameters, 'relaunches')),
  };
}

/** The same start once more, counted, for the process that takes over. */
export function parametersForRelaunch(parameters: readonly string[], relaunches: number): string[] {
  return [...parameters.filter((parameter) => !parameter.startsWith('--relaunches=')), `--relaunches=${relaunches}`];
}

function switchValue(parameters: readonly string[], name: string): string | undefined {
  const start = `--${name}=`;
  const found = parameters.findLast((parameter) => parameter.startsWith(start))?.slice(start.length);
  return found === '' ? undefined : found;
}

function readSize(text: string | undefined): { width: number; height: number } | undefined {
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(text ?? '') ?? [];
  if (width === undefined || height === undefined) return undefined;
  const size = { width: Number(width), height: Number(height) };
  return Math.max(size.width, size.height) <= largestSide ? size : undefined;
}

function readCount(text: string | undefined): number {
  return text !== undefined && /^\d{1,3}$/.test(text) ? Number(text) : 0;
}
