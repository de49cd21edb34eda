import type { Running } from './home.ts';

/** The page's JSON, for somebody who is logged in. */
export interface StatusApi {
  get(path: string): Promise<unknown>;
  post(path: string, fields: object): Promise<unknown>;
}

/** Logs in with the code that the program printed. */
export async function pageOf({ pageUrl, code }: Running): Promise<StatusApi> {
  const json = { 'content-type': 'application/json' };
  const at = (path: string): string => new URL(path, pageUrl).href;
  const body = JSON.stringify({ secret: code });
  const answer = await fetch(at('/api/login'), { method: 'POST', headers: json, body });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { csrf } = (await answer.json()) as { readonly csrf: string };
  return {
    get: async (path) => (await fetch(at(path), { headers: { cookie } })).json(),
    post: async (path, fields) => {
      const headers = { ...json, cookie, 'x-csrf-token': csrf };
      const sent = { method: 'POST', headers, body: JSON.stringify(fields) };
      return (await fetch(at(path), sent)).json();
    },
  };
}
