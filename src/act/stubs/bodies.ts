import { FRAME_PAGE, transparentGif, utf8 } from '../answer-bodies.ts';
import { silentMp3 } from './mp3.ts';
import { greyMp4 } from './mp4.ts';
import { transparentPng } from './png.ts';

/** Not nothing: some pages look whether a script has a length. */
const NOOP_SCRIPT = '(()=>{})();\n';

const BODIES: ReadonlyMap<string, () => Uint8Array> = new Map([
  ['noop.js', () => utf8(NOOP_SCRIPT)],
  ['noop.txt', () => utf8('')],
  ['noop.html', () => utf8(FRAME_PAGE)],
  ['noop.css', () => utf8('')],
  ['noop.json', () => utf8('{}')],
  ['1x1.gif', transparentGif],
  ['2x2.png', () => transparentPng(2, 2)],
  ['3x2.png', () => transparentPng(3, 2)],
  ['32x32.png', () => transparentPng(32, 32)],
  ['noop-0.1s.mp3', () => silentMp3(0.1)],
  ['noop-0.5s.mp3', () => silentMp3(0.5)],
  ['noop-1s.mp4', () => greyMp4(1000)],
  // Documents of the IAB's standards that hold no advertisement.
  ['noop-vast2.xml', () => utf8(vast('version="2.0"'))],
  ['noop-vast3.xml', () => utf8(vast('version="3.0"'))],
  ['noop-vast4.xml', () => utf8(vast('version="4.0" xmlns="http://www.iab.com/VAST"'))],
  ['noop-vmap1.0.xml', () => utf8(VMAP)],
]);

const VMAP =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<vmap:VMAP xmlns:vmap="http://www.iab.net/videosuite/vmap" version="1.0"/>\n';

function vast(attributes: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<VAST ${attributes}/>\n`;
}

/**
 * The body of a stand-in, by the name under which we keep it; a new copy each
 * time. Null for those that are answered by the type of the request: `empty`,
 * `none`, and the names of scripts that do more than nothing.
 */
export function stubBody(name: string): Uint8Array | null {
  return BODIES.get(name)?.() ?? null;
}
