import { Mark } from './mark.tsx';
import { QrPicture } from './qr-picture.tsx';
import './slip.css';

export type SlipLine = { readonly text: string; readonly weight?: 'strong' | 'quiet' };

export type SlipProps = {
  /** «Phiếu giữ hồ sơ» or «Phiếu báo hồ sơ đã tới». */
  readonly title: string;
  readonly numberLabel: string;
  /** The kiosk's own number, or the portal's code once the receipt is here. */
  readonly number: string;
  /** Service, time, «Chưa tới {nơi nhận}. Chưa phải mã hồ sơ.» No name, no identity number, no family fact. */
  readonly lines: readonly SlipLine[];
  readonly checkLabel: string;
  readonly check: string;
  /** The signed text of the QR, and what it is for the ear. */
  readonly qr: string;
  readonly qrLabel: string;
};

/** The paper as it comes out of the printer: always black on white. */
export function Slip({ title, numberLabel, number, lines, checkLabel, check, qr, qrLabel }: SlipProps) {
  return (
    <section className="slip" aria-label={title}>
      <div className="slip-slot" />
      <div className="slip-paper">
        <div>
          <p className="slip-title">
            <Mark size={52} plain />
            {title}
          </p>
          <p className="slip-quiet">{numberLabel}</p>
          <p className="slip-number" data-long={number.length > 12 || undefined} data-whole>
            {number}
          </p>
          <p className="slip-quiet">
            {checkLabel} <strong className="slip-check">{check}</strong>
          </p>
        </div>
        <div className="slip-lines">
          {lines.map((line) => (
            <p
              key={line.text}
              className={line.weight === 'quiet' ? 'slip-quiet' : line.weight === 'strong' ? 'slip-strong' : undefined}
            >
              {line.text}
            </p>
          ))}
        </div>
        <QrPicture content={qr} label={qrLabel} />
      </div>
    </section>
  );
}
