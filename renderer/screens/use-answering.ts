import { useState } from 'react';
import type { Question } from '../../shared/catalogue/question.ts';
import type { Answer } from '../../shared/catalogue/service.ts';
import { problemsOfStep } from '../../shared/form/answer-rules.ts';
import { normaliseAnswer } from '../../shared/form/normalise-answer.ts';
import type { Problem } from '../../shared/form/problem.ts';
import type { RouteStep } from '../../shared/form/walk.ts';
import { withAnswers } from '../session/draft.ts';
import { placeAfter } from '../session/screen-path.ts';
import { useOpenDraft } from '../session/session.tsx';
import { firstToWrite, nextToWrite } from './tight-group.ts';
import { useWayBack } from './use-way-back.ts';

export interface Answering {
  /** The question being written; undefined when there is nothing to write. */
  readonly active: string | undefined;
  readonly activate: (id: string | undefined) => void;
  readonly answer: (question: Question, given: Answer | undefined) => void;
  readonly next: () => void;
  readonly back: () => void;
  /** Empty until «Tiếp tục» has been pressed once; advice only when it was the reason to stay. */
  readonly told: readonly Problem[];
  /** Counts how often something was told: the screen moves to it each time. */
  readonly tellings: number;
}

/**
 * Answering one step. Every change goes into the draft at once; rules speak after «Tiếp tục»:
 *
 *   writing ──next──▶ the next unanswered question of the group ──next──▶ told what is wrong (stays)
 *                                                              ├────────▶ told advice (stays; pressed again: goes on)
 *                                                              └────────▶ the next place
 */
export function useAnswering(step: RouteStep | undefined): Answering {
  const { draft, service, tell, facts } = useOpenDraft();
  const back = useWayBack();
  const questions = step?.questions ?? [];
  const [active, setActive] = useState<string | undefined>(() => firstToWrite(questions, draft.answers));
  const [visited, setVisited] = useState<readonly string[]>(active === undefined ? [] : [active]);
  const [tellings, setTellings] = useState(0);
  const [advised, setAdvised] = useState<string>();
  const hasTried = tellings > 0;

  const activate = (id: string | undefined) => {
    setActive(id);
    if (id !== undefined) setVisited((before) => (before.includes(id) ? before : [...before, id]));
  };
  const problems = (answers: Readonly<Record<string, Answer>>) =>
    step ? problemsOfStep(step, service, answers, facts()) : [];

  const next = () => {
    const following = nextToWrite(questions, draft.answers, { active, visited });
    if (following !== undefined && !hasTried) return activate(following);
    const answers = normalised(questions, draft.answers);
    tell({ type: 'answered', answers });
    const answered = withAnswers(draft, answers);
    const found = problems(answered.answers);
    const refused = found.find(({ level }) => level === 'refuse');
    const advice = found.map(({ code, at }) => `${code}:${at}`).join(' ');
    if (refused || (advice !== '' && advice !== advised)) {
      setTellings((before) => before + 1);
      setAdvised(refused ? undefined : advice);
      if (refused) activate(refused.at ?? active);
      return;
    }
    tell({ type: 'moved', place: placeAfter(answered, service, facts()) });
  };

  return {
    active,
    activate,
    answer: (question, given) => {
      setAdvised(undefined);
      if (given === undefined) tell({ type: 'answer-withdrawn', id: question.id });
      else tell({ type: 'answered', answers: { [question.id]: given } });
    },
    next,
    back,
    told: hasTried ? problems(draft.answers).filter(({ level }) => level === 'refuse' || advised !== undefined) : [],
    tellings,
  };
}

function normalised(questions: readonly Question[], answers: Readonly<Record<string, Answer>>): Record<string, Answer> {
  return Object.fromEntries(
    questions.flatMap((question) => {
      const given = answers[question.id];
      return given === undefined ? [] : [[question.id, normaliseAnswer(question, given)]];
    }),
  );
}
