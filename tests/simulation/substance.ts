import { createMemoryStore, type OutboxStore } from './outbox-store.ts';
import { type BeforeCommit, createMemoryStorage, type PortalStorage } from './portal-storage.ts';
import { createSeededCryptography, type WorldCryptography } from './seeded-cryptography.ts';
import type { SeededDice } from './seeded-dice.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What a world is made of: quick and the same from the same seed, or the real things. */
export interface Substance {
  open(world: { dice: SeededDice; time: VirtualTime }): Promise<{
    readonly cryptography: WorldCryptography;
    openStorage(beforeCommit: BeforeCommit): Promise<PortalStorage>;
    openStore(kiosk: string): Promise<OutboxStore>;
    close(): Promise<void>;
  }>;
}

export const seededSubstance: Substance = {
  async open({ dice }) {
    const cryptography = createSeededCryptography(dice);
    return {
      cryptography,
      openStorage: async (beforeCommit) => createMemoryStorage({ hashing: cryptography.hashing, beforeCommit }),
      openStore: async () => createMemoryStore(),
      close: async () => {},
    };
  },
};
