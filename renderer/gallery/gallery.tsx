import '../trusted-types.ts';
import '../styles/styles.css';
import { createRoot } from 'react-dom/client';
import { type Palette, pxPerMm, setPanel, type TextSize } from '../touch/panel.ts';
import { TouchWordsProvider } from '../touch/words.tsx';
import { GalleryIndex } from './gallery-index.tsx';
import { galleryPages } from './gallery-pages.tsx';
import { galleryWords } from './gallery-words.ts';

// gallery.html?page=question&palette=dark&text=200&inches=21.5&reach&hand=left&motion=less
const asked = new URLSearchParams(location.search);
const inches = asked.get('inches');

setPanel({
  palette: (asked.get('palette') ?? 'light') as Palette,
  textSize: Number(asked.get('text') ?? 100) as TextSize,
  reach: asked.has('reach'),
  hand: asked.get('hand') === 'left' ? 'left' : 'right',
  motion: asked.get('motion') === 'less' ? 'less' : 'full',
  ...(inches && { pxPerMm: pxPerMm({ widthPx: innerWidth, heightPx: innerHeight, diagonalInches: Number(inches) }) }),
});

const Page = Object.entries(galleryPages).find(([name]) => name === asked.get('page'))?.[1];
const root = document.getElementById('root');
if (!root) throw new Error('gallery.html has no #root');
createRoot(root).render(
  <TouchWordsProvider words={galleryWords}>{Page ? <Page /> : <GalleryIndex />}</TouchWordsProvider>,
);
