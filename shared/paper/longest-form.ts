import type { Answers } from '../catalogue/service.ts';

/** In characters, some thirty pages: a printer in a lobby is not emptied by one finger on a key, nor a portal held up by one case. */
const longestAnswers = 60_000;

/** Whether answers are too long to be printed on a form. */
export function isBook(answers: Answers): boolean {
  return JSON.stringify(answers).length > longestAnswers;
}
