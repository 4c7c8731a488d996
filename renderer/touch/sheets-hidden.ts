import { createContext } from 'react';

/** True while the page lies behind the cover: an open sheet would stand above it, since sheets belong to the document. */
export const SheetsHidden = createContext(false);
