/** What Electron lends the shell. Implemented by electron/host.ts; tests bring their own. */
export interface Host {
  /**
   * Forgets the page: resolves when a new page, in a process of its own, stands on the screen and the old process is
   * gone with all its memory. What is stored (IndexedDB, the service worker) stays.
   */
  freshRenderer(): Promise<void>;
  /** Prints a PDF. Resolves when the printer's queue has taken it; the bytes are never written to a file of ours. */
  print(
    document: Uint8Array,
    kind: 'slip' | 'guide' | 'form',
  ): Promise<{ printed: true } | { printed: false; reason: 'no-printer' | 'printer-failed' }>;
  /** Whether a default printer is set up. Without this method there is none. */
  hasPrinter?(): Promise<boolean>;
  /** Whether the page may open the camera from now on. Closed at start and in every fresh page. */
  setCameraAllowed(allowed: boolean): void;
  /** Wraps keys under something a stolen disk does not hold. Without it (`available` false) both functions reject. */
  secrets: {
    available: boolean;
    wrap(plain: Uint8Array): Promise<Uint8Array>;
    unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
  };
  /** Ends this process and starts a new one like it. Returns at once. */
  relaunch(): void;
  /** Ends the application. Returns at once. */
  quit(): void;
  /** `lost`: a touch screen was there and is gone. Without this method nobody looks. */
  touch?(): 'there' | 'lost';
  onTouchChange?(listener: (touch: 'there' | 'lost') => void): void;
  /** The window's inner size, in CSS pixels. */
  display(): { width: number; height: number };
}
