/** So much is said in one go: short enough that the first sound comes at once, far below what the shell takes. */
const longestPiece = 240;

/** Short sentences are said together: the voice pauses between them by itself. */
const fullEnough = 140;

/** Cut at the ends of sentences, else at commas, else at blanks: what is heard can stop and go on anywhere. */
export function sentencesOf(text: string): string[] {
  const sentences = text.match(/[^.!?;]+[.!?;]*\s*/g) ?? [];
  const pieces: string[] = [];
  for (const sentence of sentences.flatMap((each) => cut(each.trim()))) {
    if (!/[\p{L}\p{N}]/u.test(sentence)) continue;
    const last = pieces.at(-1);
    if (last !== undefined && last.length + sentence.length < fullEnough)
      pieces[pieces.length - 1] = `${last} ${sentence}`;
    else pieces.push(sentence);
  }
  return pieces;
}

function cut(sentence: string): string[] {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > longestPiece) {
    const head = rest.slice(0, longestPiece);
    const at = Math.max(head.lastIndexOf(', '), head.lastIndexOf(': '));
    const end = at > longestPiece / 3 ? at + 1 : head.lastIndexOf(' ') > 0 ? head.lastIndexOf(' ') : longestPiece;
    pieces.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return [...pieces, rest];
}
