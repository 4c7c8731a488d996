import PouchDB from 'pouchdb-browser';

/** Replication to a server of CouchDB's protocol: a hundred at a time, attachments inside. It never deletes what it sent. */
const local = new PouchDB('pouchdb-queue');
let sent = 0;

export const name = 'PouchDB';
export async function init() {
  await local.info();
}
export async function enqueue({ id, uid, body, blobs }) {
  const attachments = blobs.map((data, place) => [`photo-${place}`, { content_type: 'image/jpeg', data }]);
  await local.put({
    _id: id,
    uid,
    body,
    ...(attachments.length > 0 ? { _attachments: Object.fromEntries(attachments) } : {}),
  });
}
export async function drain(base) {
  const { docs_written: written } = await local.replicate.to(new PouchDB(`${base}/couch`, { skip_setup: true }), {
    batch_size: 100,
  });
  sent += written;
}
export const count = async () => (await local.info()).doc_count - sent;
