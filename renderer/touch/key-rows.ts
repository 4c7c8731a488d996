/** What is asked decides which keys are shown. `number`, `phone` and `id` are the number pad; `document` is capitals and digits. */
export type KeyboardLayout = 'name' | 'text' | 'search' | 'email' | 'number' | 'phone' | 'id' | 'document';

type Rows = readonly string[];

const tones = '{sac} {huyen} {hoi} {nga} {nang} {none}';
const vowels = 'ă â đ ê ô ơ ư';
const digits = '1 2 3 4 5 6 7 8 9 0';
const top = 'q w e r t y u i o p';
const middle = 'a s d f g h j k l';
const bottom = 'z x c v b n m';

const portrait: Record<'name' | 'text' | 'email' | 'document', Rows> = {
  name: [tones, vowels, top, middle, `{shift} ${bottom} {bksp}`, '{numbers} {method} {space} - {clear}'],
  text: [tones, vowels, top, middle, `{shift} ${bottom} {bksp}`, '{numbers} {method} , {space} . {clear}'],
  email: [digits, top, middle, `{shift} ${bottom} {bksp}`, '@ . - _ gmail.com {clear}'],
  document: [digits, top, middle, `${bottom} / - {bksp}`, '. {space} {clear}'],
};

const landscape: Record<'name' | 'text' | 'email' | 'document', Rows> = {
  name: [
    `${tones} ${vowels}`,
    `${top} {bksp}`,
    `${middle} {clear}`,
    `{shift} ${bottom} - {numbers} {method}`,
    '{space}',
  ],
  text: [
    `${tones} ${vowels}`,
    `${top} {bksp}`,
    `${middle} {clear}`,
    `{shift} ${bottom} , . {numbers} {method}`,
    '{space}',
  ],
  email: [digits, `${top} {bksp}`, `${middle} {clear}`, `{shift} ${bottom} - _`, '@ . gmail.com'],
  document: [digits, `${top} {bksp}`, `${middle} {clear}`, `${bottom} . / -`, '{space}'],
};

const numbersLayer: Rows = [digits, '- / : ; ( ) & @ "', ". , ? ! ' + % = {bksp}", '{letters} {space} {clear}'];

/** Rows in simple-keyboard's notation: keys parted by spaces, names in braces. Shift draws letters as capitals, it makes no other keys. */
export function keyRows(asked: {
  readonly layout: KeyboardLayout;
  readonly isLandscape: boolean;
  readonly isNumbers: boolean;
}): string[] {
  if (asked.isNumbers) return [...numbersLayer];
  const kind = asked.layout === 'search' ? 'text' : asked.layout;
  if (!(kind in portrait)) return [];
  const rows = (asked.isLandscape ? landscape : portrait)[kind as keyof typeof portrait];
  return kind === 'document' ? rows.map(upper) : [...rows];
}

function upper(row: string): string {
  return row
    .split(' ')
    .map((key) => ([...key].length === 1 ? key.toUpperCase() : key))
    .join(' ');
}

export function isPadLayout(layout: KeyboardLayout): boolean {
  return layout === 'number' || layout === 'phone' || layout === 'id';
}
