import frame from '../../assets/words/vi/frame.json' with { type: 'json' };
import visit from '../../assets/words/vi/visit.json' with { type: 'json' };

/** What the attract screen says, and what lies around every screen. */
export const firstWords = { frame, visit } as const;
