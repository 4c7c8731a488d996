/**
 * What the shell's lasting state needs of a disk. Everything personal or owed goes through this port, so that the same code
 * runs on a real disk and on a simulated one that can lose power, fill up and fail to sync. Paths are absolute.
 * Every method rejects with the system's error (`code` as Node has it: ENOSPC, EIO …) when it cannot do what it says.
 */
export interface Disk {
  /** Makes the folder and those above it, for this user alone; their names survive a power cut. An existing one stays as it is. */
  makeFolder(path: string): Promise<void>;
  /** Names in the folder, sorted; empty when there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** Bytes of the file, or `undefined` when there is none. */
  size(path: string): Promise<number | undefined>;
  /** The bytes from `from` on, at most `length` of them (fewer at the end of the file); `undefined` when there is no such file. */
  read(path: string, range?: { from: number; length: number }): Promise<Uint8Array | undefined>;
  /** Opens a file for adding at its end; makes an empty one, for this user alone, when there is none. */
  openForAppend(path: string): Promise<AppendFile>;
  /** Replaces `to` in one step. Durable only after `syncFolder`. */
  rename(from: string, to: string): Promise<void>;
  /** No error when there is none. Durable only after `syncFolder`. */
  remove(path: string): Promise<void>;
  /** Makes the folder's entries (new, renamed, removed files) durable. */
  syncFolder(path: string): Promise<void>;
  /** What an unprivileged program may still write below this folder. */
  freeBytes(folder: string): Promise<number>;
}

export interface AppendFile {
  /** All of it, or an error; after an error any part of it may have been added. Durable only after a sync. */
  append(bytes: Uint8Array): Promise<void>;
  /** When this resolves, every byte appended before it survives a power cut (`fdatasync`). */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** Replaces a small file in one step: after a power cut there is the old one or the new one, whole. */
export async function replaceFile(
  disk: Disk,
  { folder, name, bytes, durable }: { folder: string; name: string; bytes: Uint8Array; durable: boolean },
): Promise<void> {
  const path = `${folder}/${name}`;
  const fresh = `${path}.new`;
  await disk.remove(fresh);
  const file = await disk.openForAppend(fresh);
  try {
    await file.append(bytes);
    if (durable) await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(fresh, path);
  if (durable) await disk.syncFolder(folder);
}
