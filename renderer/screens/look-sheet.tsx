import { useSession } from '../session/session.tsx';
import { startOfVisit } from '../session/visit.ts';
import { usualEarSettings } from '../speech/ear-settings.ts';
import { useSpeech } from '../speech/speech.tsx';
import { Button } from '../touch/button.tsx';
import type { Tool } from '../touch/tools-bar.tsx';
import { ToolsSheet } from '../touch/tools-sheet.tsx';
import { useFrameWords } from '../words/use-words.ts';

interface LookSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Tools for which the bar has no room at 200 % text. */
  readonly others: readonly Tool[];
  readonly languages: readonly Tool[];
}

export function LookSheet({ isOpen, onClose, others, languages }: LookSheetProps) {
  const t = useFrameWords();
  const { visit, tell, isPractice } = useSession();
  const { guide, state: speech } = useSpeech();
  const { textSize, palette, hand, motion } = visit.comfort;
  const openStaff = (role: 'attendant' | 'technician') => () => {
    onClose();
    tell({ type: 'screen-opened', screen: { name: 'staff', role } });
  };
  const isLarge = textSize === 200;
  return (
    <ToolsSheet
      isOpen={isOpen}
      onClose={onClose}
      title={isLarge ? t('allTools.title') : t('look.title')}
      textSize={textSize}
      onTextSize={(chosen) => tell({ type: 'comfort-changed', comfort: { textSize: chosen } })}
      palette={palette}
      onPalette={(chosen) => tell({ type: 'comfort-changed', comfort: { palette: chosen } })}
      hand={hand}
      onHand={(chosen) => tell({ type: 'comfort-changed', comfort: { hand: chosen } })}
      motion={motion}
      onMotion={(chosen) => tell({ type: 'comfort-changed', comfort: { motion: chosen } })}
      onReset={() => {
        tell({ type: 'comfort-changed', comfort: startOfVisit.comfort });
        guide?.change(usualEarSettings);
      }}
      words={{
        textSize: t('look.textSize'),
        sizes: {
          100: t('look.sizes.100'),
          125: t('look.sizes.125'),
          150: t('look.sizes.150'),
          200: t('look.sizes.200'),
        },
        palette: t('look.palette'),
        palettes: {
          light: t('look.palettes.light'),
          dark: t('look.palettes.dark'),
          contrast: t('look.palettes.contrast'),
        },
        hand: t('look.hand'),
        hands: { left: t('look.hands.left'), right: t('look.hands.right') },
        motion: t('look.motion'),
        motions: { full: t('look.motions.full'), less: t('look.motions.less') },
        note: t('look.resets'),
        reset: t('look.asBefore'),
        done: t('actions.done'),
      }}
      voice={
        guide &&
        speech.hasVoice && (
          <Button
            icon="speaker"
            onPress={() => {
              onClose();
              guide.setHelpOpen(true);
            }}
          >
            {t('ear.voice')}
          </Button>
        )
      }
      others={[...(isLarge ? others : []), ...languages].map((tool) => (
        <Button
          key={tool.id}
          icon={tool.icon}
          lang={tool.lang}
          onPress={() => {
            onClose();
            tool.onPress();
          }}
        >
          {tool.label}
        </Button>
      ))}
      // Staff doors only where no resident's work lies open.
      doors={
        visit.draft || isPractice
          ? undefined
          : [
              { label: t('look.attendantDoor'), onPress: openStaff('attendant') },
              { label: t('look.technicianDoor'), onPress: openStaff('technician') },
            ]
      }
    />
  );
}
