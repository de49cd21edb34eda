import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file of the page that never changes while the program runs. */
export interface Asset {
  readonly type: string;
  readonly body: string;
  /** Its path with a hash of its content, so that browsers may keep it for good. */
  readonly address: string;
}

/** Scripts by name; `page` is on every page, the others where a page asks for them. */
export const SCRIPTS = ['page', 'broken', 'log', 'live', 'keys', 'rules', 'welcome'] as const;
export type ScriptName = (typeof SCRIPTS)[number];

export interface Assets {
  readonly style: Asset;
  readonly scripts: Readonly<Record<ScriptName, Asset>>;
  readonly icon: Asset;
}

// The build compiles src/status/ to dist/status/ and copies nothing, so from
// either place the files are found by going up to the project's folder.
const FOLDER = new URL('../../src/status/public/', import.meta.url);

/** One style sheet in parts, in this order. */
const STYLES = [
  'base',
  'frame',
  'controls',
  'charts',
  'overview',
  'insight',
  'log',
  'row',
  'pages',
  'programs',
  'devices',
  'rules',
  'broken',
  'narrow',
].map((n) => `${n}.css`);

/** Reads the files once, at start. */
export function loadAssets(): Assets {
  const scripts = SCRIPTS.map((name) => [name, script(`${name}.js`)] as const);
  return {
    style: asset('style.css', 'text/css; charset=utf-8', STYLES.map(read).join('\n')),
    scripts: Object.fromEntries(scripts) as Record<ScriptName, Asset>,
    icon: asset('icon.svg', 'image/svg+xml', read('icon.svg')),
  };
}

/** Every file that the page serves as it is. */
export function allAssets({ style, scripts, icon }: Assets): readonly Asset[] {
  return [style, ...Object.values(scripts), icon];
}

/** The path of a file, without its hash: what it is served at. */
export function pathOf({ address }: Asset): string {
  return address.replace(/\?.*/, '');
}

function script(name: string): Asset {
  return asset(name, 'text/javascript; charset=utf-8', read(name));
}

function read(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

function asset(name: string, type: string, body: string): Asset {
  const version = createHash('sha256').update(body).digest('base64url').slice(0, 12);
  return { type, body, address: `/${name}?v=${version}` };
}
