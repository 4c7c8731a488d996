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
  return (
    <>
      <LookSheet isOpen={open === 'look'} onClose={onClose} others={others} languages={languages} />
      <HelpSheet isOpen={open === 'help'} onClose={onClose} />
      <LeaveSheet isOpen={open === 'leave'} onClose={onClose} />
      <NoVoiceSheet isOpen={open === 'no-voice'} onClose={onClose} onLarger={onLarger} onHelp={onHelp} />
    </>
  );
}
