import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { SecureContext } from 'node:tls';
import type { Download, Downloaded, DownloadOptions, Validators } from '../model/download.ts';
import { AppError } from '../model/errors.ts';
import type { Destinations } from './destinations.ts';
import { type Address, readAddress, redirectedTo } from './download-address.ts';
import { readDownload } from './download-body.ts';
import { ExchangeError, failureOf, sentenceOf } from './failure.ts';
import { Upstream } from './upstream.ts';

export interface DownloadSettings {
  readonly context: SecureContext;
  /** Milliseconds: until a connection stands, and between two bytes of an answer. */
  readonly timeouts: { readonly connect: number; readonly idle: number };
  /** How it calls itself to servers: `Eyelid/1.2.3`. */
  readonly userAgent: string;
}

/** A file of which nothing is known yet. */
const NO_VALIDATORS: Validators = { etag: null, lastModified: null };
const MAX_BYTES = 32 * 1024 * 1024;
const WHOLE = 120_000;
const MAX_REDIRECTS = 5;
/** Validators are stored and sent back; longer ones are not worth it. */
const MAX_VALIDATOR = 1_024;

/** One download under way. */
interface Fetch {
  readonly upstream: Upstream;
  readonly settings: DownloadSettings;
  readonly options: DownloadOptions;
  /** Aborted with the error that is to be told. */
  readonly stop: AbortController;
  /** Something came: the idle time begins anew. */
  readonly touch: () => void;
}

/**
 * Makes the client by which lists are downloaded. It reaches what devices may
 * reach and nothing else (every redirect is checked), verifies certificates as
 * the proxy does, sends no cookies and no Referer, and never goes from https
 * to http. Neither a proxy nor a listener needs to run.
 */
export function createDownload(destinations: Destinations, settings: DownloadSettings): Download {
  const upstream = new Upstream(destinations, settings);
  return async (url, options = {}) => {
    const stop = new AbortController();
    const late = (): void => stop.abort(new ExchangeError('timeout', 'it took too long'));
    const leave = (): void => stop.abort(new AppError('DOWNLOAD_FAILED', stopped(url)));
    const whole = setTimeout(late, options.timeout ?? WHOLE);
    const idle = setTimeout(late, settings.timeouts.idle);
    const touch = (): void => void idle.refresh();
    options.signal?.addEventListener('abort', leave, { once: true });
    if (options.signal?.aborted === true) leave();
    try {
      return await follow(url, { upstream, settings, options, stop, touch });
    } finally {
      clearTimeout(whole);
      clearTimeout(idle);
      options.signal?.removeEventListener('abort', leave);
    }
  };
}

function stopped(url: string): string {
  return `downloading "${url}" was stopped`;
}

/** Every error in one sentence for the person; what already is one stays. */
function told(url: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const host = URL.canParse(url) ? new URL(url).host : 'the server';
  const sentence = sentenceOf(failureOf(error), host);
  return failed(url, sentence.replace(/^The /, 'the ').replace(/\.$/, ''), error);
}

function failed(url: string, reason: string, cause?: unknown): AppError {
  return new AppError('DOWNLOAD_FAILED', `downloading "${url}": ${reason}`, { cause });
}

async function follow(url: string, fetch: Fetch): Promise<Downloaded> {
  let address = readAddress(url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    try {
      const response = await ask(address, fetch);
      const next = redirectedTo(address, response);
      if (next === null) return await taken(address, response, fetch);
      response.destroy();
      address = next;
    } catch (error) {
      const { aborted, reason } = fetch.stop.signal;
      throw told(address.url, aborted ? reason : error);
    }
  }
  throw failed(url, `it was redirected more than ${MAX_REDIRECTS} times`);
}

function ask({ url, destination, servername, path }: Address, fetch: Fetch) {
  const { upstream, settings, options, stop, touch } = fetch;
  return new Promise<IncomingMessage>((resolve, reject) => {
    if (stop.signal.aborted) throw stop.signal.reason;
    const headers = requestHeaders(url, settings.userAgent, options.known ?? NO_VALIDATORS);
    const request = upstream.request(
      { dial: destination, servername, method: 'GET', path, headers },
      { pooled: false },
    );
    stop.signal.addEventListener('abort', () => request.destroy(stop.signal.reason), {
      once: true,
    });
    request
      .once('response', (response) => {
        touch();
        resolve(response);
      })
      .once('upgrade', (_response, socket) => {
        socket.destroy();
        reject(new ExchangeError('bad-response', '101 to a plain request'));
      })
      .once('close', () => reject(new ExchangeError('closed', 'no response')))
      // Stays: what breaks once the response is there is told by the response.
      .on('error', reject)
      .end();
  });
}

function requestHeaders(url: string, userAgent: string, known: Validators): readonly string[] {
  const { etag, lastModified } = known;
  const headers = ['Host', new URL(url).host, 'User-Agent', userAgent];
  headers.push('Accept', 'text/plain, */*;q=0.5', 'Accept-Encoding', 'gzip, br');
  if (isHeaderText(etag)) headers.push('If-None-Match', etag);
  if (isHeaderText(lastModified)) headers.push('If-Modified-Since', lastModified);
  return headers;
}

function isHeaderText(text: string | null): text is string {
  return text !== null && text.length <= MAX_VALIDATOR && /^[\x20-\x7e]+$/.test(text);
}

async function taken(
  { url }: Address,
  response: IncomingMessage,
  { options, touch }: Fetch,
): Promise<Downloaded> {
  const { statusCode: status = 0, headers } = response;
  const { known = NO_VALIDATORS, maxBytes = MAX_BYTES, onProgress } = options;
  const refuse = (reason: string): AppError => {
    response.destroy();
    return failed(url, reason);
  };
  if (status === 304 && (known.etag !== null || known.lastModified !== null)) {
    response.destroy();
    return { status: 'unchanged' };
  }
  if (status !== 200) throw refuse(`the server answered ${status} ${STATUS_CODES[status] ?? ''}`);
  const contentType = headers['content-type'] ?? null;
  if (contentType !== null && /^\s*(?:text\/html|application\/xhtml)/i.test(contentType)) {
    throw refuse('the server sent a web page, not a list');
  }
  const read = await readDownload(response, { maxBytes, touch, onProgress });
  if (read.refused !== null) throw refuse(read.refused);
  return {
    status: 'new',
    bytes: read.bytes,
    url,
    contentType,
    etag: validator(headers.etag),
    lastModified: validator(headers['last-modified']),
  };
}

function validator(text: string | undefined): string | null {
  return text !== undefined && isHeaderText(text) ? text : null;
}
