import { plainQueue } from './idb.js';

export const { name, init, enqueue, drain, count } = plainQueue('strict');
