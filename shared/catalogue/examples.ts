import type { Question } from './question.ts';
import type { Answer, Service, WorkedExample } from './service.ts';

/** What somebody practises with: the plain story of the service; none where a version has only stories of another kind. */
export function practiceExample({ examples }: Service): WorkedExample | undefined {
  return examples.find(({ kind }) => kind === 'plain');
}

/** What stands for an answer nobody can guess the form of: numbers and codes on papers, addresses. Everybody in the examples is invented. */
export function exampleAnswer({ examples }: Service, { id, kind, shape }: Question): Answer | undefined {
  if (shape === undefined && !hardToGuess.includes(kind)) return undefined;
  const plainFirst = [...examples].sort((one, other) => Number(other.kind === 'plain') - Number(one.kind === 'plain'));
  return plainFirst.map(({ answers }) => answers[id]).find((answer) => answer !== undefined && isGiven(answer));
}

const hardToGuess: readonly Question['kind'][] = ['paper-number', 'address'];

/** Neither «none» nor «not remembered», nor words in place of an address. */
function isGiven(answer: Answer): boolean {
  return typeof answer !== 'object' || !('unknown' in answer || 'said' in answer);
}
