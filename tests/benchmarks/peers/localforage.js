import localforage from 'localforage';
import { drainOneByOne } from './sending.js';

const store = localforage.createInstance({ name: 'localforage-queue' });
let next = 0;

export const name = 'localForage';
export async function init() {
  next = await store.length();
}
export async function enqueue(item) {
  next += 1;
  await store.setItem(String(next).padStart(9, '0'), item);
}
export async function drain(base) {
  await drainOneByOne(base, await store.keys(), {
    take: (key) => store.getItem(key),
    done: (key) => store.removeItem(key),
  });
}
export const count = () => store.length();
