import { memo, useCallback, useRef } from 'react';
import { Button } from 'react-aria-components';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { useTouchWords } from './words.tsx';
import './tools-bar.css';

export type Tool = {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: () => void;
  /** Switched on (reading aloud, reach mode): lit in lime and said to be pressed. Undefined for a tool that is not a switch. */
  readonly isOn?: boolean;
  /** «Kết thúc», set apart. */
  readonly leaves?: boolean;
  /** At 200 % text the bar keeps Đọc to, Nhờ giúp, Che lại, Công cụ (only then) and Kết thúc. */
  readonly whenLarge?: 'hidden' | 'only';
  readonly lang?: string;
};

/** Always in the same order: Đọc to · Chữ, màu · Hạ thấp · English · Nhờ giúp · Che lại · Kết thúc. */
export function ToolsBar({ tools }: { readonly tools: readonly Tool[] }) {
  const words = useTouchWords();
  const latest = useRef(tools);
  latest.current = tools;
  const press = useCallback((id: string) => latest.current.find((tool) => tool.id === id)?.onPress(), []);
  return (
    <nav className="tools-bar" aria-label={words.tools}>
      {tools.map(({ onPress: _latest, ...tool }) => (
        <ToolButton key={tool.id} {...tool} onTool={press} />
      ))}
    </nav>
  );
}

/** On every screen, and drawn anew only when it changes: not with every letter that is written above it. */
const ToolButton = memo(function ToolButton(tool: Omit<Tool, 'onPress'> & { readonly onTool: (id: string) => void }) {
  return (
    <Button
      className="tool pressable"
      onPress={() => tool.onTool(tool.id)}
      aria-pressed={tool.isOn}
      data-on={tool.isOn || undefined}
      data-leaves={tool.leaves || undefined}
      data-when-large={tool.whenLarge}
    >
      <Icon name={tool.icon} />
      <span lang={tool.lang}>{tool.label}</span>
    </Button>
  );
});
