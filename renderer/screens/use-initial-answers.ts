import { useEffect, useRef } from 'react';
import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer } from '../../shared/catalogue/service.ts';
import { initialAnswer } from '../../shared/form/initial-answer.ts';
import { useOpenDraft } from '../session/session.tsx';

/** What nobody has answered is offered a likely answer, once; taken back, it is not offered again. */
export function useInitialAnswers(questions: readonly Question[]): void {
  const { draft, service, tell, facts } = useOpenDraft();
  const offered = useRef(new Set<string>());
  const ids = questions.map(({ id }) => id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at when other questions come on the screen
  useEffect(() => {
    const answers: Record<string, Answer> = {};
    for (const question of questions) {
      if (question.id in draft.answers || offered.current.has(question.id)) continue;
      offered.current.add(question.id);
      const initial = initialAnswer(question, service, draft.answers, facts());
      if (initial !== undefined) answers[question.id] = initial;
    }
    if (Object.keys(answers).length > 0) tell({ type: 'answered', answers });
  }, [ids]);
}
