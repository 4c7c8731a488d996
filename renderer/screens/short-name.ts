/** «N. T. Hường»: enough to know one's own card. */
export function shortName(name: string): string {
  const words = name.normalize('NFC').split(/\s+/).filter(Boolean);
  const last = words.pop() ?? '';
  return [
    ...words.map((word) => `${[...word][0]?.toUpperCase()}.`),
    last.charAt(0).toUpperCase() + last.slice(1).toLowerCase(),
  ].join(' ');
}
