import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalBytes } from '../shared/dossier/bytes.ts';
import type { Signing } from '../shared/dossier/cryptography.ts';
import { type Information, InformationContent } from '../shared/portal-contract/information.ts';
import type { PortalPorts } from './ports.ts';

/** What a ward tells its residents, signed; from files that staff write. */
export interface InformationBoard {
  /** `undefined` when the ward has none, or what was written has not been right since this portal started. */
  find(unit: string): Promise<string | undefined>;
}

/**
 * `<folder>/<unit>.json`, else `<folder>/city.json`: read again when it has changed. Its version is when it was last written. A file
 * with a mistake is told in the log by place, never by content, and what was right before goes on.
 */
export function openInformationBoard(
  folder: string,
  { signing, log }: { readonly signing: Signing; readonly log: PortalPorts['log'] },
): InformationBoard {
  const known = new Map<string, { writtenMs: number; token: string | undefined }>();

  async function read(unit: string, path: string): Promise<string | undefined> {
    const writtenMs = await stat(path).then(
      ({ mtimeMs }) => Math.max(1, Math.floor(mtimeMs)),
      () => undefined,
    );
    const key = `${unit} ${path}`;
    if (writtenMs === undefined) {
      known.delete(key);
      return undefined;
    }
    const before = known.get(key);
    if (before?.writtenMs === writtenMs) return before.token;
    const fresh = await sign(unit, writtenMs, path);
    const token = fresh ?? before?.token;
    known.set(key, { writtenMs, token });
    return token;
  }

  async function sign(unit: string, version: number, path: string): Promise<string | undefined> {
    const content = InformationContent.safeParse(parsed(await readFile(path, 'utf8').catch(() => '')));
    if (!content.success) {
      log({ event: 'information-unreadable', unit, at: content.error.issues[0]?.path.join('.') ?? '' });
      return undefined;
    }
    const information: Information = { ...content.data, version, unit };
    return signing.sign('information', canonicalBytes(information));
  }

  return {
    async find(unit) {
      if (!/^\d{1,10}$/.test(unit)) return undefined;
      return (await read(unit, join(folder, `${unit}.json`))) ?? (await read(unit, join(folder, 'city.json')));
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
