import type { MarkStore, Marks } from '../../portal/keys/code-marks.ts';
import { createMemoryPartsStore } from '../../portal/parts/memory-parts-store.ts';
import type { PartsStore } from '../../portal/parts/parts-store.ts';
import { createMemoryRegister, type MemoryRegister } from '../../portal/register/memory-register.ts';
import type { Register } from '../../portal/register/register.ts';
import type { Hashing } from '../../shared/dossier/cryptography.ts';

/** What lies on the portal's disks: it outlives the machine. */
export interface PortalStorage {
  readonly register: Register;
  readonly parts: PartsStore;
  /** Beside the keys: no backup holds them, and no restored one takes them back. */
  readonly marks: MarkStore;
  /** Goes up with whatever may have changed in the register. */
  readonly changes: () => number;
  /** The machine under it died: what was not committed is gone. */
  powerCut(): Promise<void>;
  /** Copies register and parts away, as `portal/backup.ts` does. The copy may be asked what it holds. */
  backUp(): Promise<Register>;
  /** Puts the newest copy in place of everything. `false`: there is none. */
  restore(): Promise<boolean>;
  close(): Promise<void>;
}

/** Called between the changes of a transaction and its commit; what it throws undoes them. */
export type BeforeCommit = (operation: string) => void;

export function createMemoryStorage({
  hashing,
  beforeCommit,
}: {
  hashing: Hashing;
  beforeCommit: BeforeCommit;
}): PortalStorage {
  let changes = 0;
  const register = createMemoryRegister({
    beforeCommit(operation) {
      changes += 1;
      beforeCommit(operation);
    },
  });
  const held = new Map<string, Uint8Array>();
  let copy: { register: ReturnType<MemoryRegister['snapshot']>; parts: Map<string, Uint8Array> } | undefined;

  return {
    register,
    parts: createMemoryPartsStore(hashing, held),
    marks: createMemoryMarks(),
    changes: () => changes,
    // A call of the register in memory is done or undone before anything else can happen.
    powerCut: async () => {},
    async backUp() {
      copy = { register: register.snapshot(), parts: new Map(held) };
      const covered = createMemoryRegister();
      covered.restore(copy.register);
      return covered;
    },
    async restore() {
      if (!copy) return false;
      changes += 1;
      register.restore(copy.register);
      held.clear();
      for (const [sha256, bytes] of copy.parts) held.set(sha256, bytes);
      return true;
    },
    close: async () => {},
  };
}

function createMemoryMarks(): MarkStore {
  const held = new Map<string, Marks[number]>();
  return {
    read: () => [...held.values()],
    async raise(marks) {
      for (const one of marks) {
        const name = JSON.stringify(one.series);
        if (one.mark > (held.get(name)?.mark ?? 0)) held.set(name, one);
      }
    },
  };
}
