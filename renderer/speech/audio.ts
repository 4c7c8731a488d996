let context: AudioContext | undefined;

/** The page's one sound output; undefined where the browser has none. It ends with the page. */
export function soundOutput(): AudioContext | undefined {
  if (context === undefined && typeof AudioContext === 'function') {
    try {
      context = new AudioContext({ latencyHint: 'interactive' });
    } catch {
      return undefined;
    }
  }
  if (context?.state === 'suspended') void context.resume().catch(() => {});
  return context;
}
