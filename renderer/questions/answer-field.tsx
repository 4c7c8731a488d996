import type { ComponentProps } from 'react';
import { useSession } from '../session/session.tsx';
import { Field } from '../touch/field.tsx';
import type { QuestionProps } from './question-props.ts';
import type { Typing } from './use-typing.ts';

type FieldProps = ComponentProps<typeof Field>;
type Wired = 'isActive' | 'takesFocus' | 'onActivate' | 'onKey' | 'onEnter' | 'onPaste' | 'onCaret' | 'written';
type AnswerFieldProps = Omit<FieldProps, Wired | 'hasProblem' | 'describedBy'> & {
  readonly asked: QuestionProps;
  readonly typing: Typing;
};

/** The field an answer is typed into: `typing` writes it, and what its question has to say stands with it. */
export function AnswerField({ asked, typing, ...field }: AnswerFieldProps) {
  const { question, isActive, onActivate, onNext, problems, describedBy } = asked;
  const { say } = useSession();
  return (
    <Field
      isActive={isActive}
      takesFocus
      onActivate={onActivate}
      onKey={typing.onKey}
      onEnter={(atMs) => typing.endsScan(atMs) || onNext()}
      onPaste={typing.onPaste}
      onCaret={typing.onCaret}
      written={typing.written}
      hasProblem={problems.some(({ level }) => level === 'refuse')}
      describedBy={describedBy}
      helper={question.help && { text: say(question.help) }}
      {...field}
    />
  );
}
