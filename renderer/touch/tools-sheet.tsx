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
export function ToolsSheet({
  isOpen,
  onClose,
  title,
  textSize,
  onTextSize,
  palette,
  onPalette,
  hand,
  onHand,
  motion,
  onMotion,
  onReset,
  words,
  voice,
  others,
  doors,
}: ToolsSheetProps) {
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
      <ToolChoices
        label={words.textSize}
        values={sizes}
        names={words.sizes}
        chosen={textSize}
        onChoose={onTextSize}
        sample={(size) => (
          <span className="tool-choice-sample" data-size={size} aria-hidden="true">
            Aâ
          </span>
        )}
      />
      <ToolChoices
        label={words.palette}
        values={palettes}
        names={words.palettes}
        chosen={palette}
        onChoose={onPalette}
        sample={(name) => (
          <span className="palette-sample" data-palette={name} aria-hidden="true">
            <span>Aâ</span>
            <span className="palette-sample-button" />
          </span>
        )}
      />
      <div className="tool-pairs">
        <div>
          <ToolChoices label={words.hand} values={hands} names={words.hands} chosen={hand} onChoose={onHand} />
        </div>
        <div>
          <ToolChoices
            label={words.motion}
            values={motions}
            names={words.motions}
            chosen={motion}
            onChoose={onMotion}
          />
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

/** One of a few, each with its name and, where it is seen rather than told, a sample. */
function ToolChoices<Value extends string | number>({
  label,
  values,
  names,
  chosen,
  onChoose,
  sample,
}: {
  readonly label: string;
  readonly values: readonly Value[];
  readonly names: Readonly<Record<Value, string>>;
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
  readonly sample?: (value: Value) => ReactNode;
}) {
  return (
    <>
      <SectionTitle>{label}</SectionTitle>
      <RadioGroup
        className="tool-choices"
        aria-label={label}
        value={String(chosen)}
        onChange={(next) => {
          const value = values.find((each) => String(each) === next);
          if (value !== undefined) onChoose(value);
        }}
      >
        {values.map((value) => (
          <Radio
            key={value}
            value={String(value)}
            className={`tool-choice ${sample ? '' : 'tool-choice-plain '}pressable`}
          >
            {sample?.(value)}
            <span className="tool-choice-name">{names[value]}</span>
          </Radio>
        ))}
      </RadioGroup>
    </>
  );
}
