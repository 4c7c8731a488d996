import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';

/**
 * The kiosk's outbox as one browser module, so that anybody can measure it beside others in their own harness:
 *
 *     node tests/benchmarks/outbox-peer.ts --out outbox-peer.mjs          (Node 24: node_modules/.bin/node)
 *
 * It exports `{ name, init({ base, door? }), enqueue(item), drain(base), count() }` with
 * `item = { id, uid, body: string, blobs: Blob[] }`, and besides `stage(blobs)` (keeps photos before their item comes, as the
 * kiosk does when one is taken; the same Blobs are enqueued later) and `setSomebodyAtTheScreen(boolean)` (small pages).
 * Behind it stand the product's own store (`renderer/store`), engine (`shared/sync`) and sealing.
 *
 * `door` is the address of the shell's fetch served over HTTP with its safe: `node tests/benchmarks/outbox-door.ts` opens one
 * and prints it. With it `enqueue` resolves when the safe has synced the sealed filing, and the outbox in IndexedDB follows as
 * the second copy. Without it the page seals, `name` says "no safe", and `enqueue` resolves when IndexedDB has (strict).
 *
 * ## On the wire
 *
 * Items without blobs go in pages, several at a time:
 *
 *     POST <base>/batch        application/json
 *     { "items": [ { "id": item.id, "uid": item.uid, "body": "<the sealed filing as JSON>" }, … ] }
 *
 * Items with blobs go one by one, six at a time:
 *
 *     POST <base>/dossiers     multipart/form-data
 *     id, uid, body as above, and one file `blobs` for each blob (its ciphertext; the file's name is its SHA-256)
 *
 * The sealed filing is `{ id, envelope, ciphertext }` of `shared/dossier/sealed-filing.ts`: nobody but the holder of the intake
 * key can read item.body in it. The same item is the same bytes however often it is sent: be idempotent by `id`.
 *
 * ## What may be answered
 *
 * - 2xx `{ "filings": [ { "id": <filing id>, "state": "received", "receipt": <compact JWS> } … ] }`: the portal's own answer
 *   (`FilingResult` of `shared/portal-contract`), with receipts signed by the portal's key. What it is silent about is sent again.
 * - 2xx `{ "results": [ { "id": item.id, "status": 200 | "stored" | … } … ] }`: a status outside 2xx is sent again later.
 * - any other 2xx, JSON or empty: everything in the message was taken. Where the server signs nothing, a key of this module (or
 *   the one the door lends) signs in its place, so that receipts are checked as ever.
 * - 413 halves the page; 429 and 503 wait as `Retry-After` says; other statuses, half replies and HTML are for later, with
 *   back-off. Nothing is dropped; a filing refused for good stays in `count()`.
 *
 * A server that does all of this: `tests/benchmarks/test-server.ts`.
 */
export async function buildOutboxPeer(): Promise<string> {
  return bundleForBrowser(join(import.meta.dirname, 'outbox-peer', 'in-browser.ts'));
}

/** One ES module of everything `entry` needs, as text. */
export async function bundleForBrowser(entry: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'diem-cham-peer-'));
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      define: { __BUILD__: JSON.stringify('outbox-peer'), 'process.env.NODE_ENV': JSON.stringify('production') },
      build: {
        target: 'chrome130',
        outDir: folder,
        minify: false,
        lib: { entry, formats: ['es'], fileName: () => 'module.js' },
        rolldownOptions: { output: { codeSplitting: false } },
      },
    });
    return await readFile(join(folder, 'module.js'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: 'string', default: 'outbox-peer.mjs' } } });
  const file = resolve(values.out);
  await writeFile(file, await buildOutboxPeer());
  console.log(file);
}
