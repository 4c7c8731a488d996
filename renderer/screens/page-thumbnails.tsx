import { useEffect, useState } from 'react';
import type { PaperPage } from '../../shared/dossier/dossier.ts';
import { useSession } from '../session/session.tsx';
import { Icon } from '../touch/icon.tsx';
import { useVisitWords } from '../words/use-words.ts';
import './page-thumbnails.css';

/** The pages attached so far, opened again from their ciphertext for as long as they are on the screen. */
export function PageThumbnails({ pages }: { readonly pages: readonly PaperPage[] }) {
  if (pages.length === 0) return null;
  return (
    <ul className="page-thumbnails">
      {pages.map((page) => (
        <li key={page.sha256}>
          <Thumbnail page={page} />
        </li>
      ))}
    </ul>
  );
}

function Thumbnail({ page }: { readonly page: PaperPage }) {
  const t = useVisitWords();
  const { desk } = useSession();
  const [address, setAddress] = useState<string>();
  const { sha256, key, type } = page;
  const label = t('papers.page', { page: page.page });

  useEffect(() => {
    if (type === 'application/pdf') return;
    let made: string | undefined;
    let isGone = false;
    void desk
      .readPart({ sha256, key })
      .catch(() => undefined)
      .then((bytes) => {
        if (isGone || !bytes) return;
        made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
        setAddress(made);
      });
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [desk, sha256, key, type]);

  return (
    <figure className="page-thumbnail">
      {address ? <img src={address} alt="" /> : <Icon name="paper" size={76} />}
      <figcaption>{type === 'application/pdf' ? `${label} (${t('papers.pdf')})` : label}</figcaption>
    </figure>
  );
}
