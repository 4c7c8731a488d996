/** So much is said in one go: short enough that the first sound comes at once, far below what the shell takes. */
const longestPiece = 240;

/** Cut at the ends of sentences, else at commas, else at blanks: what is heard can stop and go on anywhere. */
export function sentencesOf(text: string): string[] {
  const sentences = text.match(/[^.!?;]+[.!?;]*\s*/g) ?? [];
  return sentences.flatMap((sentence) => cut(sentence.trim())).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
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
