import type { Running } from './home.ts';

/** The page's JSON interface, as somebody who is logged in. */
export interface PageSession {
  /** As the header wants it. */
  readonly cookie: string;
  get(path: string): Promise<Response>;
  post(path: string, body: unknown): Promise<Response>;
}

/** Logs in with the first-run code that the program printed. */
export async function logIn({ pageUrl, code }: Running): Promise<PageSession> {
  const json = { 'content-type': 'application/json' };
  const answer = await fetch(new URL('/api/login', pageUrl), {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ secret: code }),
  });
  if (!answer.ok) throw new Error(`logging in: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  const { csrf } = (await answer.json()) as { readonly csrf: string };
  const headers = { cookie: cookie.join('; '), 'x-csrf-token': csrf };
  return {
    cookie: headers.cookie,
    get: (path) => fetch(new URL(path, pageUrl), { headers }),
    post: (path, body) =>
      fetch(new URL(path, pageUrl), {
        method: 'POST',
        headers: { ...headers, ...json },
        body: JSON.stringify(body),
      }),
  };
}
