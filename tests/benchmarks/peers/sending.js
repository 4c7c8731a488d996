/** What the libraries without a way of sending get from us: one request for each item, six at a time, deleted after its 2xx. */

export const lanes = 6;

export async function postItem(base, { id, uid, body, blobs }) {
  const response = await fetch(`${base}/dossiers`, { method: 'POST', ...messageOf({ id, uid, body, blobs }) });
  await response.arrayBuffer();
  return response.ok;
}

export function messageOf({ id, uid, body, blobs }) {
  if (blobs.length === 0) {
    return { body: JSON.stringify({ id, uid, body }), headers: { 'content-type': 'application/json' } };
  }
  const form = new FormData();
  form.set('id', id);
  form.set('uid', uid);
  form.set('body', body);
  for (const [place, blob] of blobs.entries()) form.append('blobs', blob, `photo-${place}.jpg`);
  return { body: form };
}

/** Takes keys in their order and sends each item, so many at once; `take` reads one, `done` forgets it. */
export async function drainOneByOne(base, keys, { take, done }) {
  const waiting = [...keys];
  const lane = async () => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      const item = await take(key);
      if (item && (await postItem(base, item))) await done(key);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

export async function postBatch(base, items) {
  const response = await fetch(`${base}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items }),
  });
  await response.arrayBuffer();
  return response.ok;
}
