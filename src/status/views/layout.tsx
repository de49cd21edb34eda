import type { Child } from 'hono/jsx';
import type { Pause } from '../../model/pause.ts';
import type { Assets, ScriptName } from '../assets.ts';
import type { Notice } from '../sessions.ts';
import { PauseBanner } from './pause-banner.tsx';

export interface Frame {
  readonly assets: Assets;
  /** The token of the login; null where nobody is logged in, and then there is no menu. */
  readonly csrf: string | null;
  readonly notice: Notice | null;
  /** The pauses in force. */
  readonly pauses: readonly Pause[];
  /** The path of the page itself, with its query: where an action returns to. */
  readonly here: string;
}

const MENU = [
  ['/', 'Overview'],
  ['/log', 'Log'],
  ['/broken', 'Something is broken'],
  ['/insight', 'Insight'],
  ['/rules', 'Rules'],
  ['/lists', 'Lists'],
  ['/devices', 'Devices'],
  ['/identifiers', 'Identifiers'],
  ['/devices/add', 'Add a device'],
  ['/settings', 'Settings'],
] as const;

/** A whole page as text, with the scripts it needs beside the one of every page. */
export function document(
  title: string,
  frame: Frame,
  content: Child,
  scripts: readonly ScriptName[] = [],
): string {
  const { assets } = frame;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title} · Eyelid</title>
        <link rel="icon" href={assets.icon.address} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.style.address} />
        {(['page', ...scripts] as const).map((name) => (
          <script type="module" src={assets.scripts[name].address} />
        ))}
      </head>
      <body class={frame.csrf === null ? undefined : 'with-menu'}>
        <a class="skip" href="#main">
          To the content
        </a>
        <header class="top">
          <a class="brand" href="/">
            <img src={assets.icon.address} alt="" width="28" height="28" />
            Eyelid
          </a>
          {frame.csrf === null ? null : <Menu here={frame.here} />}
        </header>
        <main id="main">
          {frame.notice === null ? null : <Told notice={frame.notice} frame={frame} />}
          <PauseBanner pauses={frame.pauses} />
          {content}
        </main>
      </body>
    </html>
  );
  return `<!DOCTYPE html>${page.toString()}`;
}

/**
 * At the side where there is room, else behind a button. Of the two the style
 * sheet shows one; neither needs a script.
 */
function Menu({ here }: { readonly here: string }) {
  const current = entryOf(here.replace(/[?#].*$/, ''));
  return (
    <>
      <nav class="side" aria-label="Pages">
        <MenuLinks current={current} />
      </nav>
      <details class="menu">
        <summary>
          <span class="bars" aria-hidden="true" />
          Menu
        </summary>
        <nav aria-label="Pages">
          <MenuLinks current={current} />
        </nav>
      </details>
    </>
  );
}

/** The entry that a path belongs to, the closest: the page that adds a device lies below Devices. */
function entryOf(path: string): string | undefined {
  if (path === '/welcome') return '/devices/add';
  return MENU.map(([address]) => address)
    .filter((address) => path === address || (address !== '/' && path.startsWith(`${address}/`)))
    .toSorted((a, b) => b.length - a.length)[0];
}

function MenuLinks({ current }: { readonly current: string | undefined }) {
  return (
    <ul>
      {MENU.map(([address, name]) => (
        <li>
          <a href={address} aria-current={address === current ? 'page' : undefined}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Told({ notice, frame }: { readonly notice: Notice; readonly frame: Frame }) {
  return (
    <div class="notice" role="status">
      <p>{notice.text}</p>
      {notice.undo === null ? null : (
        <form method="post" action={notice.undo.action}>
          <Hidden frame={frame} />
          {Object.entries(notice.undo.fields).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <button type="submit">Undo</button>
        </form>
      )}
    </div>
  );
}

/** What every form carries: the token, and where to return to. */
export function Hidden({ frame, back }: { readonly frame: Frame; readonly back?: string }) {
  return (
    <>
      <input type="hidden" name="csrf" value={frame.csrf ?? ''} />
      <input type="hidden" name="back" value={back ?? frame.here} />
    </>
  );
}
