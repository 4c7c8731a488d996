/** Letters with the tallest and deepest marks Vietnamese has: what such a line needs, every line may need. */
const accented: Readonly<Record<string, string>> = {
  a: 'ẵ',
  A: 'Ẵ',
  e: 'ễ',
  E: 'Ễ',
  i: 'ị',
  I: 'Ĩ',
  o: 'ỗ',
  O: 'Ỗ',
  u: 'ự',
  U: 'Ữ',
  y: 'ỵ',
  Y: 'Ỹ',
  d: 'đ',
  D: 'Đ',
};

/**
 * The pseudo-locale: every word 40 % longer, accented, the whole in brackets, so that a text cut at either end is seen and a
 * text not taken from the words stands out. Placeholders stay as they are.
 */
export function pseudoText(text: string): string {
  const pieces = text.split(/(\{\{[^}]*\}\}|\s+)/u);
  return `[${pieces.map((piece) => (/^(\{\{|\s|$)/u.test(piece) ? piece : longer(piece))).join('')}]`;
}

/** The five tones: Vietnamese names that no language translates. */
const ownNames = ['sac', 'huyen', 'hoi', 'nga', 'nang'];

export function pseudoTree<T>(tree: T): T {
  if (typeof tree === 'string') return pseudoText(tree) as T;
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, ownNames.includes(key) ? value : pseudoTree(value)]),
  ) as T;
}

function longer(word: string): string {
  let letters = 0;
  return [...word]
    .map((letter) => {
      if (!/\p{L}/u.test(letter)) return letter;
      letters++;
      const plain = letter.normalize('NFD').charAt(0);
      const shown = accented[plain] ?? letter;
      // Two more for five: the second and the fourth letter stand twice.
      return letters % 5 === 2 || letters % 5 === 4 ? shown + shown.toLowerCase() : shown;
    })
    .join('');
}
