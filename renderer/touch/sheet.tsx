import { type ReactNode, useContext } from 'react';
import { Button as AriaButton, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Icon } from './icon.tsx';
import { Pages } from './pages.tsx';
import { SheetsHidden } from './sheets-hidden.ts';
import { useTouchWords } from './words.tsx';
import './button.css';
import './sheet.css';

export type SheetProps = {
  /** Says what it is. */
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Primary at the bottom right, a quiet act at its left. */
  readonly primary?: ReactNode;
  readonly secondary?: ReactNode;
};

/** A dialog from below; focus is kept inside and given back. Long ones are paged. Never a dialog on a dialog. */
export function Sheet({ title, isOpen, onClose, children, primary, secondary }: SheetProps) {
  const words = useTouchWords();
  // Comes back with the page: whoever opened it still says so.
  const isHidden = useContext(SheetsHidden);
  return (
    <ModalOverlay
      className="sheet-ground"
      isOpen={isOpen && !isHidden}
      onOpenChange={(nowOpen) => nowOpen || onClose()}
      isDismissable
    >
      <Modal className="sheet-place">
        <Dialog className="sheet">
          <div className="sheet-top">
            <Heading slot="title" level={1} className="sheet-title">
              {title}
            </Heading>
            <AriaButton className="button sheet-close" data-kind="secondary" onPress={onClose} aria-label={words.close}>
              <Icon name="cross" />
            </AriaButton>
          </div>
          <div className="sheet-content">
            <Pages screen={title}>{children}</Pages>
          </div>
          {(primary || secondary) && (
            <div className="sheet-actions">
              {secondary}
              {primary}
            </div>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
