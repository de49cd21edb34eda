import { onTestFinished } from 'vitest';
import type { ClientInfo, StatusPorts } from '../../src/status/ports.ts';
import { createStatus, type StatusPage } from '../../src/status/status.tsx';

type Fields = Readonly<Record<string, string>>;
type Info = Partial<ClientInfo>;

/** A browser without a screen: it keeps cookies and follows nothing by itself. */
export interface Browser {
  readonly cookies: Map<string, string>;
  send(
    method: string,
    address: string,
    body: string,
    headers: Fields,
    info?: Info,
  ): Promise<Response>;
  get(address: string, headers?: Fields, info?: Info): Promise<Response>;
  post(address: string, form: Fields, headers?: Fields, info?: Info): Promise<Response>;
  postJson(address: string, body: unknown, headers?: Fields, info?: Info): Promise<Response>;
  /** Opens the login page and fills it in. */
  logIn(secret: string): Promise<Response>;
  /** Somebody else's browser at the same page. */
  another(): Browser;
}

/** The token that the forms of a page carry. */
export function tokenIn(html: string): string {
  return /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
}

/** Opens the page in process, on a port that does not exist. */
export function browse(ports: StatusPorts, always: Info = {}): Browser {
  const page = createStatus(ports);
  onTestFinished(() => page.close());
  return browserAt(page, always);
}

function browserAt(page: StatusPage, always: Info): Browser {
  const cookies = new Map<string, string>();
  const scheme = always.encrypted === true ? 'https' : 'http';
  const own = always.viaProxy === true ? `${scheme}://eyelid.internal` : 'http://192.168.1.2:8081';

  const send: Browser['send'] = async (method, address, body, headers, info = {}) => {
    const url = new URL(address, own);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const request = new Request(url, {
      method,
      headers: { ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(method === 'GET' ? {} : { body }),
      redirect: 'manual',
    });
    const client = { clientAddress: '192.168.1.20', encrypted: false, viaProxy: false };
    const response = await page.fetch(request, { ...client, ...always, ...info });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    return response;
  };

  const browser: Browser = {
    cookies,
    send,
    get: (address, headers = {}, info = {}) => send('GET', address, '', headers, info),
    post: (address, form, headers = {}, info = {}) => {
      const type = { 'content-type': 'application/x-www-form-urlencoded', origin: own };
      const body = new URLSearchParams(form).toString();
      return send('POST', address, body, { ...type, ...headers }, info);
    },
    postJson: (address, body, headers = {}, info = {}) => {
      const type = { 'content-type': 'application/json' };
      return send('POST', address, JSON.stringify(body), { ...type, ...headers }, info);
    },
    logIn: async (secret) => {
      // As a browser that was never here: logged in, the login page is not shown.
      const kept = [...cookies];
      cookies.clear();
      const csrf = tokenIn(await (await browser.get('/login')).text());
      for (const [name, value] of kept) cookies.set(name, value);
      return browser.post('/login', { csrf, secret });
    },
    another: () => browserAt(page, always),
  };
  return browser;
}
