/** What one print may hold; a roll longer than this nobody carries. */
const mostLines = 400;

/** A list for the printer of slips: its head, then parts under capitals; a part without lines is left out. */
export function printedList(
  head: readonly string[],
  parts: readonly { readonly title: string; readonly lines: readonly string[] }[],
): string[] {
  const under = parts.flatMap(({ title, lines }) => (lines.length === 0 ? [] : ['', title.toUpperCase(), ...lines]));
  return [...head, ...under].flatMap((line) => line.split('\n')).slice(0, mostLines);
}

/** A thing to bring, with a box to tick beside it. */
export function toTick(line: string): string {
  return `[ ] ${line}`;
}
