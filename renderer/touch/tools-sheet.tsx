import type { ReactNode } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { Button } from './button.tsx';
import type { Hand, Motion, Palette, TextSize } from './panel.ts';
import { Sheet } from './sheet.tsx';
import { Note, SectionTitle } from './text.tsx';
import './tools-sheet.css';

type ToolsSheetProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly textSize: TextSize;
  readonly onTextSize: (textSize: TextSize) => void;
  readonly palette: Palette;
  readonly onPalette: (palette: Palette) => void;
  readonly hand: Hand;
  readonly onHand: (hand: Hand) => void;
  readonly motion: Motion;
  readonly onMotion: (motion: Motion) => void;
  readonly onReset: () => void;
  readonly words: {
    /** «Cỡ chữ». */
    readonly textSize: string;
    readonly sizes: Readonly<Record<TextSize, string>>;
    /** «Màu». */
    readonly palette: string;
    readonly palettes: Readonly<Record<Palette, string>>;
    /** «Tay bấm». */
    readonly hand: string;
    readonly hands: Readonly<Record<Hand, string>>;
    /** «Chuyển động». */
    readonly motion: string;
    readonly motions: Readonly<Record<Motion, string>>;
    /** «Người đến sau sẽ thấy lại chữ, màu và tiếng như ban đầu.» */
    readonly note: string;
    readonly reset: string;
    readonly done: string;
  };
  /** Voice settings, when the kiosk can speak. */
  readonly voice?: ReactNode;
  /** Other tools that the three-button bar of 200 % text has no room for. */
  readonly others?: ReactNode;
  /** The two quiet doors: «Người hỗ trợ», «Kỹ thuật». */
  readonly doors?: readonly { readonly label: string; readonly onPress: () => void }[];
};

const sizes: readonly TextSize[] = [100, 125, 150, 200];
const palettes: readonly Palette[] = ['light', 'dark', 'contrast'];
const hands: readonly Hand[] = ['left', 'right'];
const motions: readonly Motion[] = ['full', 'less'];

/** Shows the real sizes and the real palettes; a choice takes effect at once behind the sheet. */
export function ToolsSheet(props: ToolsSheetProps) {
  const { isOpen, onClose, title, words, textSize, onTextSize, palette, onPalette, onReset, voice, others, doors } =
    props;
  return (
    <Sheet
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      secondary={<Button onPress={onReset}>{words.reset}</Button>}
      primary={
        <Button kind="primary" onPress={onClose}>
          {words.done}
        </Button>
      }
    >
      <SectionTitle>{words.textSize}</SectionTitle>
      <RadioGroup
        className="tool-choices"
        aria-label={words.textSize}
        value={String(textSize)}
        onChange={(value) => onTextSize(Number(value) as TextSize)}
      >
        {sizes.map((size) => (
          <Radio key={size} value={String(size)} className="tool-choice pressable">
            <span className="tool-choice-sample" data-size={size} aria-hidden="true">
              Aâ
            </span>
            <span className="tool-choice-name">{words.sizes[size]}</span>
          </Radio>
        ))}
      </RadioGroup>
      <SectionTitle>{words.palette}</SectionTitle>
      <RadioGroup
        className="tool-choices"
        aria-label={words.palette}
        value={palette}
        onChange={(value) => onPalette(value as Palette)}
      >
        {palettes.map((name) => (
          <Radio key={name} value={name} className="tool-choice pressable">
            <span className="palette-sample" data-palette={name} aria-hidden="true">
              <span>Aâ</span>
              <span className="palette-sample-button" />
            </span>
            <span className="tool-choice-name">{words.palettes[name]}</span>
          </Radio>
        ))}
      </RadioGroup>
      <div className="tool-pairs">
        <div>
          <SectionTitle>{words.hand}</SectionTitle>
          <RadioGroup
            className="tool-choices"
            aria-label={words.hand}
            value={props.hand}
            onChange={(value) => props.onHand(value as Hand)}
          >
            {hands.map((hand) => (
              <Radio key={hand} value={hand} className="tool-choice tool-choice-plain pressable">
                <span className="tool-choice-name">{words.hands[hand]}</span>
              </Radio>
            ))}
          </RadioGroup>
        </div>
        <div>
          <SectionTitle>{words.motion}</SectionTitle>
          <RadioGroup
            className="tool-choices"
            aria-label={words.motion}
            value={props.motion}
            onChange={(value) => props.onMotion(value as Motion)}
          >
            {motions.map((motion) => (
              <Radio key={motion} value={motion} className="tool-choice tool-choice-plain pressable">
                <span className="tool-choice-name">{words.motions[motion]}</span>
              </Radio>
            ))}
          </RadioGroup>
        </div>
      </div>
      {voice}
      {others}
      <Note>{words.note}</Note>
      {doors && doors.length > 0 && (
        <div className="tool-doors">
          {doors.map((door) => (
            <Button key={door.label} kind="quiet" onPress={door.onPress}>
              {door.label}
            </Button>
          ))}
        </div>
      )}
    </Sheet>
  );
}
