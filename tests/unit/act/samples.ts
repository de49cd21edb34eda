import { readBody } from '../../../src/classify/body.ts';
import type {
  Body,
  RawHeaders,
  RequestHead,
  RequestInfo,
  ResourceType,
  TypeMask,
} from '../../../src/model/request.ts';
import { header, typeBit } from '../../../src/model/request.ts';
import type { RewriterName } from '../../../src/model/rewriter-names.ts';
import type {
  AddedHeader,
  Change,
  CookieLimit,
  Edit,
  Removal,
  Rule,
} from '../../../src/model/rule.ts';
import { parseHostname } from '../../../src/model/terms.ts';

export function mask(...types: readonly ResourceType[]): TypeMask {
  return types.map(typeBit).reduce((all, bit) => all | bit, 0);
}

interface RequestSample {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: RawHeaders;
  readonly type?: ResourceType;
  /** Only `type` where not given. */
  readonly types?: TypeMask;
}

export function request(sample: RequestSample = {}): RequestInfo {
  const { method = 'GET', url = 'https://www.facebook.com/tr?id=1', headers = [] } = sample;
  const { type = 'xhr', types = typeBit(type) } = sample;
  const parsed = new URL(url);
  const hostname = parseHostname(parsed.hostname);
  if (hostname === null) throw new Error(`no hostname in ${url}`);
  return {
    method,
    url,
    headers,
    scheme: parsed.protocol.slice(0, -1) as RequestInfo['scheme'],
    hostname,
    port: 443,
    target: parsed.pathname + parsed.search,
    types,
    type,
    party: 'third',
    page: null,
    device: null,
  };
}

export function rule(action: Rule['action'], rest: Partial<Rule> = {}): Rule {
  const text = `||${action}.example^`;
  return {
    list: 'meta.txt',
    line: 7,
    text,
    action,
    title: null,
    tracker: null,
    personal: false,
    ...rest,
  };
}

/** An edit that removes exactly the named thing. */
export function edit(kind: Removal['kind'], name: string, by: Rule = rule('strip')): Edit {
  return { rule: by, kind, test: (candidate: string) => candidate === name };
}

/** An edit that takes a query field out of the addresses in these fields. */
export function within(
  fields: readonly string[],
  name: string,
  by: Rule = rule('strip'),
): Extract<Change, { kind: 'within' }> {
  return {
    rule: by,
    kind: 'within',
    field: (field) => fields.includes(field),
    test: (candidate) => candidate === name,
  };
}

/** The body of a request, as the proxy hands it on. */
export function bodyOf(
  content: string | Uint8Array,
  { headers }: Pick<RequestHead, 'headers'>,
): Body {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { ...readBody(header(headers, 'content-type'), bytes), bytes };
}

/** An edit that makes an address different. */
export function urlEdit(
  rewrite: (url: string) => string,
  by: Rule = rule('rewrite'),
): Extract<Change, { kind: 'url' }> {
  return { rule: by, kind: 'url', rewrite };
}

/** An edit that sends a navigation there, whatever its address is. */
export function skip(
  target: string | null,
  by: Rule = rule('rewrite'),
): Extract<Change, { kind: 'skip' }> {
  return { rule: by, kind: 'skip', target: () => target };
}

/** A header beside the server's own. */
export function addHeader(name: string, value: string): Edit {
  const header: AddedHeader = { name, value, replaces: false };
  return { rule: rule('rewrite'), kind: 'addHeader', header };
}

/** Limits the named cookie. */
export function limitCookie(name: string, rest: Partial<CookieLimit>): Edit {
  const test = (candidate: string) => candidate === name;
  const limit: CookieLimit = { maxAge: null, sameSite: null, ...rest, test };
  return { rule: rule('rewrite'), kind: 'limitCookie', limit };
}

/** Changes the text of a body. */
export function bodyEdit(rewrite: (text: string) => string): Extract<Change, { kind: 'body' }> {
  return { rule: rule('rewrite'), kind: 'body', body: { of: 'text', rewrite } };
}

/** Changes the text of a body in the way of that name. */
export function rewriterEdit(
  name: RewriterName,
  by: Rule = rule('rewrite'),
): Extract<Change, { kind: 'rewriter' }> {
  return { rule: by, kind: 'rewriter', name };
}

/** The values of a header, in order. */
export function values(headers: RawHeaders, name: string): readonly string[] {
  return headers.filter((_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === name);
}
