import { type ReactNode, useLayoutEffect, useRef } from 'react';

/** What React Aria writes on a control that is touched or reached by keys; the style sheets know nothing else. */
const attributes = { pressed: 'data-pressed', focused: 'data-focus-visible' } as const;

/** Shows the first control inside as it looks under a finger, or when keys have come to it. */
export function InState({ state, children }: { state: keyof typeof attributes; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [control] = box.current?.querySelectorAll('button, label, [role="textbox"]') ?? [];
    control?.setAttribute(attributes[state], 'true');
  });
  return (
    <div className="in-state" data-state={state} ref={box}>
      {children}
    </div>
  );
}
