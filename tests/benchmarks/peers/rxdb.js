import { addRxPlugin, createRxDatabase } from 'rxdb';
import { RxDBAttachmentsPlugin } from 'rxdb/plugins/attachments';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { postBatch, postItem } from './sending.js';

addRxPlugin(RxDBAttachmentsPlugin);

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 100 }, uid: { type: 'string' }, body: { type: 'string' } },
  required: ['id', 'uid', 'body'],
  attachments: {},
};
let items;
let queued = 0;
let sent = 0;

export const name = 'RxDB (Dexie storage)';
export async function init() {
  const database = await createRxDatabase({ name: 'rxdb-queue', storage: getRxStorageDexie(), multiInstance: false });
  ({ items } = await database.addCollections({ items: { schema } }));
}
export async function enqueue({ id, uid, body, blobs }) {
  const document = await items.insert({ id, uid, body });
  for (const [place, data] of blobs.entries()) {
    await document.putAttachment({ id: `photo-${place}`, data, type: 'image/jpeg' });
  }
  queued += 1;
}
export async function drain(base) {
  const replication = replicateRxCollection({
    collection: items,
    replicationIdentifier: 'bench',
    live: false,
    push: {
      batchSize: 100,
      async handler(rows) {
        const plain = [];
        for (const { newDocumentState: state } of rows) {
          const names = Object.keys(state._attachments ?? {});
          if (names.length === 0) plain.push({ id: state.id, uid: state.uid, body: state.body });
          else {
            const document = await items.findOne(state.id).exec();
            const blobs = await Promise.all(names.map((one) => document.getAttachment(one).getData()));
            await postItem(base, { id: state.id, uid: state.uid, body: state.body, blobs });
          }
        }
        if (plain.length > 0) await postBatch(base, plain);
        sent += rows.length;
        return [];
      },
    },
  });
  await replication.awaitInSync();
  await replication.cancel();
}
export const count = async () => queued - sent;
