import { describe, expect, it } from 'vitest';
import { identifierWatch } from '../../../src/household/watch.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import type { ExchangeNotes } from '../../../src/proxy/context.ts';
import { connectionEvent, exchangeEvent } from '../../../src/proxy/journal.ts';
import type { Decoded, ProxyParts } from '../../../src/proxy/ports.ts';
import { request, rule } from '../act/samples.ts';
import { hash, MAIL, watched } from '../household/household.ts';
import { device, sampleParts, to } from './samples.ts';

const measured = { startedAt: 1_000, endedAt: 1_250, bytesUp: 10, bytesDown: 20 };
const block = rule('block', { tracker: 'Meta Pixel' });
const pass: Verdict = {
  action: 'pass',
  rule: null,
  stub: null,
  undone: null,
  edits: [],
  logs: [],
  observed: false,
};
const blocked: Verdict = { ...pass, action: 'block', rule: block };
const decoded: Decoded = {
  tracker: 'Meta',
  summary: 'Meta was told: PageView',
  fields: ['ud[em]'],
  report: {
    what: 'PageView',
    asked: ['hashed e-mail'],
    identifiers: [{ kind: 'email', value: 'of Ana' }],
  },
  values: [{ name: 'ud[em]', value: 'of Ana' }],
};

function notes(change: Partial<ExchangeNotes> = {}): ExchangeNotes {
  return {
    request: null,
    body: null,
    judgement: null,
    verdict: pass,
    removed: [],
    streamed: null,
    status: 200,
    program: null,
    decided: null,
    firstByte: null,
    silent: false,
    ...change,
  };
}

function tellers(answer: Decoded | null = null) {
  const { parts } = sampleParts();
  const asked: (readonly string[])[] = [];
  const trackers: ProxyParts['trackers'] = {
    trackerOf: (_name, by) => by?.tracker ?? null,
    decode: (_request, fields, removed) => {
      const gone = removed.map((name) => `without ${name}`);
      asked.push([...fields.map(({ name, value }) => `${name}=${value}`), ...gone]);
      return answer;
    },
    decodeRemoved: () => null,
  };
  const { classify, identifiers, telling } = parts;
  return { asked, parts: { classify, identifiers, telling, trackers } };
}

describe('an exchange', () => {
  it('that passed is written down whole, and is not decoded', () => {
    const { parts, asked } = tellers(decoded);
    const sample = request({ url: 'https://shop.test/a?b=c', type: 'image' });
    expect(exchangeEvent(device({ name: 'phone' }), sample, notes(), measured, parts)).toEqual({
      at: 1_000,
      device: 'ip:127.0.0.1',
      deviceName: 'phone',
      kind: 'https',
      method: 'GET',
      host: 'shop.test',
      port: 443,
      path: '/a?b=c',
      page: null,
      type: 'image',
      party: 'third',
      action: 'pass',
      observed: false,
      rule: null,
      undone: null,
      tracker: null,
      summary: null,
      fields: [],
      removed: [],
      bytesUp: 10,
      bytesDown: 20,
      duration: 250,
      status: 200,
      tunnel: null,
    });
    expect(asked).toEqual([]);
  });

  it('that was blocked names the rule, and nothing more of it', () => {
    const { parts } = tellers();
    const told = notes({ verdict: blocked, status: null, removed: ['fbclid'] });
    const event = exchangeEvent(device(), request(), told, measured, parts);
    expect(event).toMatchObject({
      action: 'block',
      tracker: 'Meta Pixel',
      status: null,
      removed: ['fbclid'],
    });
    expect(event.rule).toEqual({ list: 'meta.txt', line: 7, text: block.text });
  });

  it('is decoded from its query and its body', () => {
    const { parts, asked } = tellers(decoded);
    const body = { kind: 'json' as const, fields: [{ name: 'ev', value: 'Purchase' }] };
    const told = notes({ verdict: blocked, body });
    const event = exchangeEvent(device(), request(), told, measured, parts);
    expect(asked).toEqual([['id=1', 'ev=Purchase']]);
    const { tracker, summary, fields } = decoded;
    expect(event).toMatchObject({ tracker, summary, fields });
    expect(event.report).toEqual({
      what: 'PageView',
      asked: ['hashed e-mail'],
      marks: [{ kind: 'email', mark: 'mark of of Ana' }],
    });
  });

  it.each([
    ['strip', ['without id', 'without em']],
    ['log', ['without id', 'without em']],
    ['block', []],
    ['stub', []],
  ] as const)('of action %s is decoded with what was taken out: %j', (action, gone) => {
    const { parts, asked } = tellers(decoded);
    const removed = ['id', 'em (body)', '_fbp', 'Referer', 'fbclid (in dl)'];
    const told = notes({ verdict: { ...blocked, action }, removed });
    exchangeEvent(device(), request(), told, measured, parts);
    expect(asked).toEqual([['id=1', ...gone]]);
  });

  it.each([
    [false, ['without email']],
    [true, []],
  ])(
    'names a field as taken out that lost what is watched for; observed %s: %j',
    (observed, gone) => {
      const { parts, asked } = tellers(decoded);
      const fields = [MAIL, 'else'].map((value, at) => ({ name: at === 0 ? 'email' : 'a', value }));
      const names = ['your e-mail, in clear'];
      const redact = (text: string) => text.replaceAll(MAIL, '');
      const verdict: Verdict = {
        ...pass,
        action: 'strip',
        edits: [{ kind: 'redact', rule: rule('strip'), names, redact }],
        observed,
      };
      const body = { kind: 'json' as const, fields };
      const told = notes({ verdict, body, removed: names });
      exchangeEvent(device(), request(), told, measured, parts);
      expect(asked).toEqual([['id=1', `email=${MAIL}`, 'a=else', ...gone]]);
    },
  );

  it('of which something was removed only as observed is told whole', () => {
    const { parts, asked } = tellers(decoded);
    const verdict: Verdict = { ...blocked, action: 'strip', observed: true };
    exchangeEvent(device(), request(), notes({ verdict, removed: ['id'] }), measured, parts);
    expect(asked).toEqual([['id=1']]);
  });

  it('keeps nothing of what is watched for, in its address or in words', () => {
    const { parts } = tellers({ ...decoded, summary: `Meta was told: ${MAIL} bought` });
    const identifiers = identifierWatch(
      () => watched(),
      (error) => {
        throw error;
      },
    );
    const sample = request({ url: `https://a.test/me/${hash(MAIL)}?e=${MAIL}` });
    const told = notes({ verdict: blocked });
    const event = exchangeEvent(device(), sample, told, measured, { ...parts, identifiers });
    expect(event).toMatchObject({ path: '/me/***?e=***', summary: 'Meta was told: *** bought' });
  });

  it('whose sentence names no tracker has that of its rule', () => {
    const { parts } = tellers({ ...decoded, tracker: null });
    const event = exchangeEvent(device(), request(), notes({ verdict: blocked }), measured, parts);
    expect(event).toMatchObject({ tracker: 'Meta Pixel', summary: decoded.summary });
  });

  it('shows what an exception undid, and what was only observed', () => {
    const { parts } = tellers();
    const verdict = { ...pass, action: 'allow' as const, rule: rule('allow'), undone: block };
    const told = notes({ verdict: { ...verdict, observed: true } });
    expect(exchangeEvent(device(), request(), told, measured, parts)).toMatchObject({
      action: 'allow',
      observed: true,
      undone: { list: 'meta.txt', line: 7, text: block.text },
    });
  });

  it('that was not judged passed', () => {
    const event = exchangeEvent(
      device(),
      request(),
      notes({ verdict: null }),
      measured,
      tellers().parts,
    );
    expect(event).toMatchObject({ action: 'pass', observed: false, rule: null });
  });

  it.each([
    ['http://a.test/', 'image', 'http'],
    ['https://a.test/', 'image', 'https'],
    ['wss://a.test/', 'other', 'https'],
    ['ws://a.test/', 'websocket', 'websocket'],
    ['wss://a.test/', 'websocket', 'websocket'],
  ] as const)('at %s as %s is of kind %s', (url, type, kind) => {
    const event = exchangeEvent(
      device(),
      request({ url, type }),
      notes(),
      measured,
      tellers().parts,
    );
    expect(event.kind).toBe(kind);
  });

  it('of a device without name is told by its address', () => {
    const event = exchangeEvent(device(), request(), notes(), measured, tellers().parts);
    expect(event.deviceName).toBe('127.0.0.1');
  });
});

describe('a connection', () => {
  it('that was tunnelled passed', () => {
    const outcome = {
      method: 'TLS' as const,
      blockedBy: null,
      reason: 'level-hostname' as const,
    };
    const event = connectionEvent(device(), to('a.test', 8443), measured, outcome, null);
    expect(event).toMatchObject({
      kind: 'tunnel',
      method: 'TLS',
      tunnel: 'level-hostname',
      host: 'a.test',
      port: 8443,
      path: '',
      action: 'pass',
      rule: null,
      bytesUp: 10,
      bytesDown: 20,
      duration: 250,
    });
  });

  it('that was refused names the rule and the tracker', () => {
    const outcome = { method: 'CONNECT' as const, blockedBy: block, reason: null };
    const event = connectionEvent(device(), to('a.test'), measured, outcome, 'Meta');
    expect(event).toMatchObject({
      action: 'block',
      observed: false,
      tracker: 'Meta',
      tunnel: null,
    });
    expect(event.rule).toEqual({ list: 'meta.txt', line: 7, text: block.text });
  });

  it('that would have been refused names both', () => {
    const outcome = { method: 'TLS', blockedBy: block, reason: 'level-hostname' } as const;
    const event = connectionEvent(device(), to('a.test'), measured, outcome, 'Meta');
    expect(event).toMatchObject({
      action: 'block',
      observed: true,
      tunnel: 'level-hostname',
      rule: { line: 7 },
      bytesDown: 20,
    });
  });
});
