import { dexieQueue } from './dexie-queue.js';

export const { name, init, enqueue, drain, count } = dexieQueue('strict');
