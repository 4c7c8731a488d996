import encodeQR from 'qr';
import { useMemo } from 'react';
import './qr-picture.css';

type QrPictureProps = {
  readonly content: string;
  /** What it is, for the ear: «Mã QR của phiếu». */
  readonly label: string;
};

/** Drawn as shapes, always black on white with its quiet zone, at least 60 mm wide so that a phone can take it from the screen. */
export function QrPicture({ content, label }: QrPictureProps) {
  const { size, path } = useMemo(() => qrPath(content), [content]);
  return (
    <svg
      className="qr-picture"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

const quietZone = 2;

function qrPath(content: string): { size: number; path: string } {
  const rows = encodeQR(content, 'raw', { ecc: 'medium', border: quietZone });
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { size: rows.length, path };
}
