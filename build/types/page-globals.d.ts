/** One hash over everything the page and the shell are built from; the same in both (see vite.config.ts). */
declare const __BUILD__: string;
