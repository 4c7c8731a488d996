/** Whole numbers from 0 to 999,999,999,999 in Vietnamese words, as the north and its offices write them (nghìn, linh, tư, tỷ). */
export function numberInWords(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 999_999_999_999)
    throw new Error('number out of range for words');
  if (value === 0) return 'không';
  const groups = [1_000_000_000, 1_000_000, 1_000, 1].map((size) => Math.floor(value / size) % 1000);
  const first = groups.findIndex((group) => group > 0);
  return groups
    .map((group, place) => (group === 0 ? '' : `${groupInWords(group, place > first)}${GROUP_NAMES[place]}`))
    .filter((words) => words !== '')
    .join(' ');
}

const UNITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const GROUP_NAMES = [' tỷ', ' triệu', ' nghìn', ''] as const;

/** `isFollowing`: a larger group stands before, so missing hundreds are spoken: 2026 is «hai nghìn không trăm hai mươi sáu». */
function groupInWords(group: number, isFollowing: boolean): string {
  const hundreds = Math.floor(group / 100);
  const words = hundreds > 0 || isFollowing ? [`${UNITS[hundreds]} trăm`] : [];
  return [...words, ...belowHundred(group % 100, words.length > 0)].join(' ');
}

function belowHundred(rest: number, isFollowing: boolean): readonly string[] {
  const tens = Math.floor(rest / 10);
  const unit = rest % 10;
  if (rest === 0) return [];
  if (tens === 0) return isFollowing ? ['linh', unit === 4 ? 'tư' : (UNITS[unit] as string)] : [UNITS[unit] as string];
  const spokenTens = tens === 1 ? 'mười' : `${UNITS[tens]} mươi`;
  return unit === 0 ? [spokenTens] : [spokenTens, unitAfterTens(tens, unit)];
}

function unitAfterTens(tens: number, unit: number): string {
  if (unit === 5) return 'lăm';
  if (unit === 1 && tens > 1) return 'mốt';
  if (unit === 4 && tens > 1) return 'tư';
  return UNITS[unit] as string;
}
