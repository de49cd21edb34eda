import { readBody } from '../../src/classify/body.ts';
import { type DescribeContext, describe } from '../../src/classify/describe.ts';
import { createRegistrableDomain } from '../../src/classify/registrable-domain.ts';
import type { Body, RequestInfo } from '../../src/model/request.ts';
import { compileSignatures, type SignatureSet } from '../../src/rules/signature/match.ts';
import { parseSignatures } from '../../src/rules/signature/parse.ts';

const CONTEXT: DescribeContext = { device: null, registrableDomain: createRegistrableDomain() };

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as a browser of a shop's page sends it, unless the headers say otherwise. */
export function request(url: string, sent: Sent = {}): RequestInfo {
  const headers = { Referer: 'https://shop.example/', ...sent.headers };
  const method = sent.method ?? (sent.body === undefined ? 'GET' : 'POST');
  const info = describe({ method, url, headers: Object.entries(headers).flat() }, CONTEXT);
  if (info === null) throw new Error(`not a URL: ${url}`);
  return info;
}

export function body(sent: Sent): Body | null {
  if (sent.body === undefined) return null;
  return readBody(sent.headers?.['Content-Type'] ?? null, new TextEncoder().encode(sent.body));
}

/** Compiles YAML that must be without fault. */
export function signatures(yaml: string): SignatureSet {
  const parsed = parseSignatures(yaml, 'test.yaml');
  if (parsed.problems.length > 0) throw new Error(JSON.stringify(parsed.problems, null, 2));
  return compileSignatures(parsed.signatures);
}

/** The ids of the signatures that apply; the body is read only where it is asked for, as the proxy does. */
export function matching(set: SignatureSet, url: string, sent: Sent = {}): readonly string[] {
  const info = request(url, sent);
  const read = set.wantsBody(info) ? body(sent) : null;
  return set.match(info, read).map(({ rule }) => rule.text);
}
