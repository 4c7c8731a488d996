import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { contentSecurityPolicy } from './content-security.ts';

/**
 * Serves the built page. Only files that were there at start are served, by exact path, so no request can reach outside
 * the folder. `/build.json` names the build of the shell, for the page to compare with its own.
 */
export interface PageFiles {
  /** The file a request asks for; a 404 or 405 answer otherwise. Never throws. */
  fetch(request: Request): Promise<Response>;
}

export async function openPageFiles(options: { folder: string; build: string }): Promise<PageFiles> {
  const known = new Set(await listFiles(options.folder));
  const serve = async (request: Request): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'method not allowed');
    const path = decodePath(new URL(request.url).pathname);
    if (path === '/build.json') return answer(request, JSON.stringify({ build: options.build }), '/build.json');
    const name = path === '/' ? '/index.html' : path;
    if (name === undefined || !known.has(name)) return plain(404, 'not found');
    return answer(request, await readFile(join(options.folder, name)), name);
  };
  return {
    fetch: (request) => serve(request).catch(() => plain(500, 'the file could not be read')),
  };
}

/** Security headers for every answer of the door, whoever gives it. */
export function securityHeaders(): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.webm': 'video/webm',
  '.txt': 'text/plain; charset=utf-8',
};

// Vite puts a hash of the content into the name of every file in /assets.
const namedByContent = /^\/assets\/.+-[\w-]{8}\.\w+$/;

function answer(request: Request, body: string | Uint8Array<ArrayBuffer>, path: string): Response {
  const headers: Record<string, string> = {
    ...securityHeaders(),
    'content-type': contentTypes[extname(path)] ?? 'application/octet-stream',
    'cache-control': namedByContent.test(path) ? 'public, max-age=31536000, immutable' : 'no-store',
  };
  if (path === '/service-worker.js') headers['service-worker-allowed'] = '/';
  return new Response(request.method === 'HEAD' ? null : body, { status: 200, headers });
}

function plain(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { ...securityHeaders(), 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

async function listFiles(folder: string, prefix = ''): Promise<readonly string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const lists = await Promise.all(
    entries.map(async (entry) => {
      const path = `${prefix}/${entry.name}`;
      return entry.isDirectory() ? await listFiles(folder, path) : [path];
    }),
  );
  return lists.flat();
}
