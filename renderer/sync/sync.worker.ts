import { z } from 'zod';
import { startSyncWorker } from './run-sync.ts';

// zod would probe `new Function`, which the page's policy forbids.
z.config({ jitless: true });

startSyncWorker({
  post: (message) => postMessage(message),
  listen: (listener) => addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(data)),
});
