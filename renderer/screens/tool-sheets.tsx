import { useState } from 'react';
import { assertNever } from '../../shared/runtime.ts';
import type { Tool } from '../touch/tools-bar.tsx';
import { HelpSheet } from './help-sheet.tsx';
import { LeaveSheet } from './leave-sheet.tsx';
import { LookSheet } from './look-sheet.tsx';
import { NoVoiceSheet } from './no-voice-sheet.tsx';

export type OpenSheet = 'look' | 'help' | 'leave' | 'no-voice' | undefined;

interface ToolSheetsProps {
  readonly open: OpenSheet;
  readonly onClose: () => void;
  /** Tools for which the bar has no room at 200 % text. */
  readonly others: readonly Tool[];
  readonly languages: readonly Tool[];
  /** Instead of a voice that is not there. */
  readonly onLarger: () => void;
  readonly onHelp: () => void;
}

/** The sheets the tools open. Read behind the first screen (screen-frame.tsx): nobody has touched a tool by then. */
export function ToolSheets({ open, onClose, others, languages, onLarger, onHelp }: ToolSheetsProps) {
  // One at a time is drawn at all: four closed ones would be drawn anew with every letter that is written. One that is
  // closing still goes down.
  const [newest, setNewest] = useState(open);
  if (open !== undefined && open !== newest) setNewest(open);
  const isOpen = open === newest && open !== undefined;
  switch (newest) {
    case 'look':
      return <LookSheet isOpen={isOpen} onClose={onClose} others={others} languages={languages} />;
    case 'help':
      return <HelpSheet isOpen={isOpen} onClose={onClose} />;
    case 'leave':
      return <LeaveSheet isOpen={isOpen} onClose={onClose} />;
    case 'no-voice':
      return <NoVoiceSheet isOpen={isOpen} onClose={onClose} onLarger={onLarger} onHelp={onHelp} />;
    case undefined:
      return null;
    default:
      return assertNever(newest);
  }
}
