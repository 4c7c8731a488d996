import { askForPersistentStorage } from '../store/persistent-storage.ts';
import { log } from './doors.ts';
import { FromWorker, type ToWorker } from './messages.ts';

export interface Sync {
  /** Returns how to stop observing. */
  observe(listener: (event: FromWorker) => void): () => void;
  sendNow(): void;
  /** While somebody is at the screen, pages are small and the kiosk is theirs. */
  setSomebodyAtTheScreen(somebody: boolean): void;
  /** Brings into the outbox what the safe has and the outbox lacks, for instance after a `put` that failed. */
  agreeWithSafe(): void;
}

/** Starts again so often when the worker itself dies; then only a fresh page helps. */
const mostRestarts = 20;
const restartAfterMs = 3000;
/** A worker that has not said a word by then never began: nothing would be sent until the next page. */
const firstWordMs = 10_000;

/**
 * Starts the sync worker. Only one of all pages' workers sends; the others wait for its lock.
 * @param workerUrl `sync.worker.ts`, as the page's Trusted Types policy made it
 */
export function startSync(workerUrl: TrustedScriptURL): Sync {
  const listeners = new Set<(event: FromWorker) => void>();
  let somebody = false;
  let restarts = 0;
  let worker = start();

  void askForPersistentStorage().then((persistent) => {
    void log({ code: persistent ? 'storage-persistent' : 'storage-not-persistent' });
  });

  return {
    observe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    sendNow: () => say({ say: 'send-now' }),
    setSomebodyAtTheScreen(there) {
      if (there === somebody) return;
      somebody = there;
      say({ say: 'somebody-at-the-screen', somebody });
    },
    agreeWithSafe: () => say({ say: 'agree-with-safe' }),
  };

  function say(message: ToWorker): void {
    worker.postMessage(message);
  }

  function start(): Worker {
    // The DOM types know no TrustedScriptURL here, the browser wants nothing else.
    const fresh = new Worker(workerUrl as unknown as string, { type: 'module', name: 'sync' });
    const silent = setTimeout(startAgain, firstWordMs);
    fresh.onmessage = ({ data }: MessageEvent<unknown>) => {
      clearTimeout(silent);
      const event = FromWorker.safeParse(data);
      if (event.success) for (const listener of [...listeners]) listener(event.data);
    };
    fresh.onerror = startAgain;
    return fresh;

    function startAgain(): void {
      clearTimeout(silent);
      fresh.onerror = null;
      void log({ code: 'sync-problem', about: 'worker' });
      fresh.terminate();
      if (restarts >= mostRestarts) return;
      restarts += 1;
      setTimeout(() => {
        worker = start();
        say({ say: 'somebody-at-the-screen', somebody });
      }, restartAfterMs);
    }
  }
}
