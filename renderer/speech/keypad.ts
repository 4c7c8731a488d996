/** What the four keys mean; the two others come from the jack of an audio keypad when a plug goes in or out. */
export type KeypadAct = 'next' | 'back' | 'choose' | 'help' | 'headphones-in' | 'headphones-out';

/** Names of keys (`KeyboardEvent.key`, with `Shift+` before them where it is held) for each act. */
export type Keypad = Readonly<Record<KeypadAct, readonly string[]>>;

/**
 * What audio keypads send as they come from the factory, and what any keyboard has. A keypad that sends other keys is set to these
 * with its maker's program; see docs/decisions/0030-spoken-by-the-page.md and electron/shell/README.md.
 */
export const usualKeypad: Keypad = {
  next: ['Tab', 'ArrowDown', 'ArrowRight'],
  back: ['Shift+Tab', 'ArrowUp', 'ArrowLeft'],
  choose: ['Enter'],
  help: ['F1'],
  'headphones-in': ['F15'],
  'headphones-out': ['F16'],
};

/** Keys that people who see use as well: they never switch the guide on by themselves. */
const sharedWithKeyboards: readonly string[] = ['Tab', 'Shift+Tab', 'Enter'];

export interface KeyPressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export function keypadAct(pressed: KeyPressed, keypad: Keypad = usualKeypad): KeypadAct | undefined {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return undefined;
  const name = nameOf(pressed);
  return (Object.keys(keypad) as KeypadAct[]).find((act) => keypad[act].includes(name));
}

export function isSharedKey(pressed: KeyPressed): boolean {
  return sharedWithKeyboards.includes(nameOf(pressed));
}

function nameOf({ key, shiftKey }: KeyPressed): string {
  return shiftKey && key.length > 1 ? `Shift+${key}` : key;
}
