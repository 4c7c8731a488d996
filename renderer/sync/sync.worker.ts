import '../zod-without-eval.ts';
import { startSyncWorker } from './run-sync.ts';

startSyncWorker({
  post: (message) => postMessage(message),
  listen: (listener) => addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(data)),
});
