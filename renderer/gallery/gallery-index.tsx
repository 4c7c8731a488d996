import { galleryPages } from './gallery-pages.tsx';
import './gallery.css';

export function GalleryIndex() {
  return (
    <main className="gallery-index">
      <h1>Components</h1>
      <ul>
        {Object.keys(galleryPages).map((page) => (
          <li key={page}>
            <a href={`?page=${page}`}>{page}</a>
          </li>
        ))}
      </ul>
    </main>
  );
}
