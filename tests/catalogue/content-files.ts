import { contentFilesOf } from '../../build/content-bundle.ts';
import { projectFolder } from '../portal/folders.ts';

type Files = Readonly<Record<string, string>>;

/** What this build was made with, by the names the files have in a bundle. */
export const builtInFiles: Files = contentFilesOf(`${projectFolder}/assets`);

/** A service no law knows, as somebody adds one: the shortest there is, copied and named anew. */
export const addedService = 'certified-copy';

export function withAddedService(files: Files = builtInFiles): Files {
  const like = JSON.parse(files['catalogue/civil-extract.json'] ?? '{}');
  const added = {
    ...like,
    id: addedService,
    name: { vi: 'Bản sao có chứng thực', en: 'Certified copy' },
    shortName: like.shortName && { vi: 'Bản sao chứng thực', en: 'Certified copy' },
  };
  return { ...files, [`catalogue/${addedService}.json`]: JSON.stringify(added) };
}

/** A service that fills a form no build has; brought along, the form is the service's own under another name. */
export function withOtherForm(files: Files, { isBrought }: { isBrought: boolean }): Files {
  const service = JSON.parse(builtInFiles['catalogue/feedback.json'] ?? '{}');
  const form = JSON.parse(builtInFiles['forms/feedback.json'] ?? '{}');
  const changed = { ...service, forms: [{ ...service.forms[0], form: 'heard' }] };
  const brought: Files = isBrought ? { 'forms/heard.json': JSON.stringify({ ...form, id: 'heard' }) } : {};
  return { ...files, 'catalogue/feedback.json': JSON.stringify(changed), ...brought };
}

/** The same service as its next version says it: one question goes, so that a dossier of the one before would not hold under it. */
export function withVersion(
  files: Files,
  service: string,
  version: string,
  change: (json: string) => string = (json) => json,
): Files {
  const name = `catalogue/${service}.json`;
  const like = JSON.parse(files[name] ?? '{}');
  return { ...files, [name]: change(JSON.stringify({ ...like, version })) };
}
