/*
 * Vietnamese syllables and the ways to type them, written down here by the rules of spelling and without the engine's tables, so that
 * what must come out is known before a key is pressed.
 */

const onsets = [
  ...['', 'b', 'c', 'ch', 'd', 'đ', 'g', 'gh', 'gi', 'h', 'k', 'kh', 'l', 'm', 'n', 'ng', 'ngh', 'nh', 'p', 'ph'],
  ...['qu', 'r', 's', 't', 'th', 'tr', 'v', 'x'],
];

const rhymes = [
  'a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu',
  'iêc iêm iên iêng iêp iêt iêu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong op ot',
  'oăc oăm oăn oăng oăp oăt ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uy uya uych uynh uyn uyp uyt uyu',
  'uyên uyêt uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôp uôt uơ ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt',
  'ươu y yên yêm yêng yêt yêu ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây',
].flatMap((line) => line.split(' '));

const combiningTones = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'] as const;
const namedTones = ['', '<SAC>', '<HUYEN>', '<HOI>', '<NGA>', '<NANG>'] as const;
const toneKeys = { telex: ['', 's', 'f', 'r', 'x', 'j'], vni: ['', '1', '2', '3', '4', '5'] } as const;

export type Method = 'telex' | 'vni';

export interface WrittenSyllable {
  /** Without its tone. */
  readonly letters: string;
  readonly tone: number;
  /** The letter that carries the tone. */
  readonly carrier: number;
  readonly old: string;
  readonly new: string;
}

/** Who stands before whom: c or k, g or gh, gi and qu without an i or u of their own; uơ only where a word has it. */
function isSpelledTogether(onset: string, rhyme: string): boolean {
  const isFront = /^[eêiy]/.test(rhyme);
  if (rhyme === 'uơ') return ['', 'h', 'kh', 'th'].includes(onset);
  if (onset === 'qu') return /^[aăâeêơi]|^y(?!ê[mu])/.test(rhyme) && !/^i[aêu]/.test(rhyme);
  if (/^yê/.test(rhyme)) return onset === '';
  if (/^iê/.test(rhyme)) return onset !== '' && !['c', 'g', 'ng', 'gi'].includes(onset);
  if (onset === 'gi') return !/^[iêy]/.test(rhyme);
  if (onset === 'c' || onset === 'g' || onset === 'ng') return !isFront;
  return onset === 'k' || onset === 'gh' || onset === 'ngh' ? isFront : true;
}

function carrierOf(onset: string, rhyme: string, style: 'old' | 'new'): number {
  const letters = [...rhyme];
  const vowels = letters.filter((letter) => /[aăâeêioôơuưy]/.test(letter));
  const marked = vowels.findLastIndex((letter) => /[ăâêôơư]/.test(letter));
  const isOpen = vowels.length === letters.length;
  const isNew = style === 'new' && onset !== 'qu' && ['oa', 'oe', 'uy'].includes(rhyme);
  const place =
    marked >= 0 ? marked : vowels.length === 1 ? 0 : !isOpen ? vowels.length - 1 : vowels.length === 3 || isNew ? 1 : 0;
  return [...onset].length + place;
}

function toned(letters: string, carrier: number, tone: number): string {
  return [...letters].map((letter, index) => letter + (index === carrier ? combiningTones[tone] : '')).join('');
}

export const writtenSyllables: readonly WrittenSyllable[] = onsets.flatMap((onset) =>
  rhymes
    .filter((rhyme) => isSpelledTogether(onset, rhyme))
    .flatMap((rhyme) =>
      [0, 1, 2, 3, 4, 5]
        .filter((tone) => !/(c|ch|p|t)$/.test(rhyme) || tone === 1 || tone === 5)
        .map((tone) => {
          const letters = onset + rhyme;
          const carrier = carrierOf(onset, rhyme, 'old');
          return {
            letters,
            tone,
            carrier,
            old: toned(letters, carrier, tone).normalize('NFC'),
            new: toned(letters, carrierOf(onset, rhyme, 'new'), tone).normalize('NFC'),
          };
        }),
    ),
);

/** Numbers from 0 to below 1 deciding where free keys go, one after the other. */
export type Chance = () => number;

/** Marks at once or later, the tone behind its vowel, at the end, or anywhere after its vowel. */
export const orders = ['at once', 'tone behind its vowel', 'marks last', 'tone before marks', 'anywhere'] as const;
export type Order = (typeof orders)[number];

const marks: Readonly<Record<string, readonly [base: string, telex: string, vni: string]>> = {
  ă: ['a', 'w', '8'],
  â: ['a', 'a', '6'],
  ê: ['e', 'e', '6'],
  ô: ['o', 'o', '6'],
  ơ: ['o', 'w', '7'],
  ư: ['u', 'w', '7'],
  đ: ['d', 'd', '9'],
};

/** The keys for a syllable; undefined where the order has no meaning for it (oo cannot be typed but as ooo in Telex). */
export function keysFor(
  syllable: WrittenSyllable,
  method: Method,
  order: Order,
  chance: Chance,
): readonly string[] | undefined {
  const letters = [...syllable.letters];
  const isDoubleO = /oo/.test(syllable.letters);
  if (isDoubleO && method === 'telex' && order !== 'at once' && order !== 'tone behind its vowel') return undefined;
  const tone = toneKeys[method][syllable.tone] as string;
  // One key gives both horns of ươ.
  const isFirstOfPair = (index: number) => letters[index] === 'ư' && letters[index + 1] === 'ơ';
  const baseOf = (index: number) => marks[letters[index] as string]?.[0] ?? (letters[index] as string);
  const markOf = (index: number) =>
    isFirstOfPair(index) ? '' : (marks[letters[index] as string]?.[method === 'telex' ? 1 : 2] ?? '');
  const atOnce = letters.flatMap((letter, index) => [
    baseOf(index),
    isDoubleO && method === 'telex' && letter === 'o' && letters[index + 1] === 'o' ? 'o' : markOf(index),
    order === 'tone behind its vowel' && index === syllable.carrier ? tone : '',
  ]);
  const bases = letters.map((_, index) => baseOf(index));
  const markKeys = shuffled(
    letters.map((_, index) => markOf(index)),
    chance,
  );
  const keys =
    order === 'at once'
      ? [...atOnce, tone]
      : order === 'tone behind its vowel'
        ? atOnce
        : order === 'marks last'
          ? [...bases, ...markKeys, tone]
          : order === 'tone before marks'
            ? [...bases, tone, ...markKeys]
            : anywhere(letters.length);
  return keys.filter((key) => key !== '');

  function anywhere(length: number): string[] {
    const free = [
      ...letters.map((_, index) => ({ key: markOf(index), behind: index })),
      { key: tone, behind: syllable.carrier },
    ].map(({ key, behind }) => ({ key, place: behind + Math.floor(chance() * (length - behind)) }));
    const mixed = shuffled(free, chance);
    return bases.flatMap((base, index) => [
      base,
      ...mixed.filter(({ place }) => place === index).map(({ key }) => key),
    ]);
  }
}

/** The same syllable on the direct board: its letters, and the tone key behind any of them from the first vowel on. */
export function directKeysFor(syllable: WrittenSyllable, chance: Chance): readonly string[] {
  const letters = [...syllable.letters];
  const first = letters.findIndex((letter) => /[aăâeêioôơuưy]/.test(letter));
  const place = first + Math.floor(chance() * (letters.length - first));
  const tone = namedTones[syllable.tone] as string;
  return letters.flatMap((letter, index) => (index === place && tone !== '' ? [letter, tone] : [letter]));
}

function shuffled<Item>(items: readonly Item[], chance: Chance): Item[] {
  const rest = [...items];
  return items.map(() => rest.splice(Math.floor(chance() * rest.length), 1)[0] as Item);
}
