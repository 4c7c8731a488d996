import { useEffect, useMemo, useState } from 'react';
import { type CatalogueSearch, openCatalogueSearch, warmingQuery } from '../../shared/catalogue/catalogue-search.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import { openNamedWards } from '../../shared/places/named-wards.ts';
import type { KnownGuides } from '../session/desk.ts';
import { useSession } from '../session/session.tsx';

/** The search of this page, opened behind the screen that shows it; undefined until then. Guide entries join when they are read. */
export function useCatalogueSearch(services: readonly Service[]): {
  readonly search: CatalogueSearch | undefined;
  readonly version: number | undefined;
} {
  const { desk, places } = useSession();
  const [guides, setGuides] = useState<KnownGuides>();
  const [search, setSearch] = useState<CatalogueSearch>();
  const wards = useMemo(() => openNamedWards(places), [places]);

  useEffect(() => {
    let isHere = true;
    // A kiosk without a bundle searches its own services.
    void desk.guides().then((answer) => {
      if (answer.ok && isHere) setGuides(answer.value);
    });
    return () => {
      isHere = false;
    };
  }, [desk]);

  useEffect(() => {
    const opened = openCatalogueSearch({ services, guides: guides?.index, wards });
    opened.find(warmingQuery, { services: 1, guides: 1 });
    setSearch(opened);
  }, [services, guides, wards]);
  return { search, version: guides?.version };
}
