import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file of the page that never changes while the program runs. */
export interface Asset {
  readonly type: string;
  readonly body: string;
  /** Its path with a hash of its content, so that browsers may keep it for good. */
  readonly address: string;
}

export interface Assets {
  readonly style: Asset;
  readonly script: Asset;
  readonly icon: Asset;
}

// The build compiles src/status/ to dist/status/ and copies nothing, so from
// either place the files are found by going up to the project's folder.
const FOLDER = new URL('../../src/status/public/', import.meta.url);

/** One style sheet in parts, in this order. */
const STYLES = ['base', 'controls', 'overview', 'log', 'pages', 'programs', 'narrow'].map(
  (n) => `${n}.css`,
);

/** Reads the files once, at start. */
export function loadAssets(): Assets {
  return {
    style: asset('style.css', 'text/css; charset=utf-8', STYLES.map(read).join('\n')),
    script: asset('live.js', 'text/javascript; charset=utf-8', read('live.js')),
    icon: asset('icon.svg', 'image/svg+xml', read('icon.svg')),
  };
}

function read(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

function asset(name: string, type: string, body: string): Asset {
  const version = createHash('sha256').update(body).digest('base64url').slice(0, 12);
  return { type, body, address: `/${name}?v=${version}` };
}
