import type { ServerResponse } from 'node:http';
import type { Site } from './origin.ts';

/** A shop whose menu comes from somebody else, and who tells a third of it. */
export const BROKEN_SHOP = 'www.teapots.test';
export const MENU_HOST = 'widgets.menus.test';
export const CHAT_HOST = 'chat.helpers.test';
export const COUNTER = 'count.stats.test';
/** What a list says of them; the first one too much. */
export const BROKEN_RULES = `! Title: Too much
||${MENU_HOST}^$third-party
||${CHAT_HOST}^$third-party
||${COUNTER}^
`;

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Teapots</title>
<link rel="icon" href="data:,">
<script src="https://${MENU_HOST}/v3/menu.js" defer></script>
<script src="https://${CHAT_HOST}/chat.js" defer></script>
</head><body>
<h1>Teapots</h1><nav id="menu"></nav><p id="chat"></p>
<img src="https://${COUNTER}/hit.gif?page=teapots" alt="">
</body></html>`;

const MENU = `document.getElementById('menu').innerHTML = '<a href="/round">Round</a> <a href="/square">Square</a>';`;
const CHAT = `document.getElementById('chat').textContent = 'How may we help?';`;

function send(response: ServerResponse, type: string, text: string): void {
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' };
  response.writeHead(200, headers).end(text);
}

export const BROKEN_SITES: Readonly<Record<string, Site>> = {
  [BROKEN_SHOP]: (_request, response) => send(response, 'text/html', PAGE),
  [MENU_HOST]: (_request, response) => send(response, 'text/javascript', MENU),
  [CHAT_HOST]: (_request, response) => send(response, 'text/javascript', CHAT),
  [COUNTER]: (_request, response) => send(response, 'image/gif', ''),
};
