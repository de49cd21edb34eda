import http from 'node:http';
import https from 'node:https';
import type { Message } from './message.ts';

const TIMEOUT_MS = 15_000;

/** The status of the answer; rejects where there is none in time. Redirects are not followed. */
export type Post = (message: Message) => Promise<number>;

/** Sends over the network. The answer's body is not read: its status says all. */
export const post: Post = ({ url, headers, body }) =>
  new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const bytes = Buffer.from(body);
    const asked = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'Content-Length': bytes.length, 'User-Agent': 'Eyelid' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        response.on('error', () => undefined);
        response.destroy();
      },
    );
    asked.on('error', reject);
    asked.end(bytes);
  });
