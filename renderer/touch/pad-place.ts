import { createContext } from 'react';

/**
 * Where a number pad is drawn: a place of the Frame beside the paged content, so that the pad never scrolls away from
 * the boxes it fills. Undefined outside a Frame; null until the Frame stands.
 */
export const PadPlace = createContext<HTMLElement | null | undefined>(undefined);
