import type { Delivery } from './delivery.ts';

/**
 * The delivery before its code has been read: the first screen needs none of it, and the database with its library weighs as
 * much as all that is drawn there. What is asked meanwhile is answered when it stands; what it is told, it is told in order.
 */
export function lateDelivery(opened: Promise<Delivery>): Delivery {
  let standing: Delivery | undefined;
  // Whoever opens it hears of a failure; here every question fails by itself.
  const stands = opened.then(
    (delivery) => {
      standing = delivery;
      return delivery;
    },
    () => undefined,
  );
  const tell = (act: (delivery: Delivery) => void) => {
    if (standing) act(standing);
    else void stands.then((delivery) => delivery && act(delivery));
  };
  return {
    outbox: {
      put: async (filing) => (await opened).outbox.put(filing),
      setWithdrawal: async (id, withdrawal) => (await opened).outbox.setWithdrawal(id, withdrawal),
      get: async (id) => (await opened).outbox.get(id),
      list: async (query) => (await opened).outbox.list(query),
      count: async () => (await opened).outbox.count(),
      tryAgain: async (id) => (await opened).outbox.tryAgain(id),
    },
    observe(listener) {
      let stop: (() => void) | undefined;
      let isOver = false;
      tell((delivery) => {
        if (!isOver) stop = delivery.observe(listener);
      });
      return () => {
        isOver = true;
        stop?.();
      };
    },
    portalRefusal: () => standing?.portalRefusal(),
    sendNow: () => tell((delivery) => delivery.sendNow()),
    agreeWithSafe: () => tell((delivery) => delivery.agreeWithSafe()),
    setSomebodyAtTheScreen: (somebody) => tell((delivery) => delivery.setSomebodyAtTheScreen(somebody)),
  };
}
