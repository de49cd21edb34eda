import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { BodyPlan } from '../../../src/act/body/plan.ts';
import type { BodyRewrite } from '../../../src/model/rule.ts';
import { createBodyEditing, type EditingLimits } from '../../../src/proxy/edit-body.ts';
import { FaultLog } from '../../../src/proxy/fault-log.ts';

const LIMITS: EditingLimits = { bytes: 1_000, idle: 5_000, whole: 5_000, total: 2_000 };

const replace = (from: string, to: string): BodyRewrite => ({
  of: 'text',
  rewrite: (text) => text.replaceAll(from, to),
});
const shout = replace('quiet', 'LOUD');
const idle = replace('absent', 'present');

function editing(change: Partial<EditingLimits> = {}) {
  const lines: { level: string; fields: object }[] = [];
  const line = (level: string) => (fields: object) => void lines.push({ level, fields });
  const log = { debug: line('debug'), warn: line('warn'), error: line('error') };
  const edit = createBodyEditing({ log, faults: new FaultLog(log) }, { ...LIMITS, ...change });
  return { edit, lines };
}

function body(bytes: Buffer | string | null): IncomingMessage {
  const made = new IncomingMessage(new Socket());
  made.on('error', () => undefined);
  if (bytes !== null) made.push(bytes);
  if (bytes !== null) made.push(null);
  return made;
}

const plan = (change: Partial<BodyPlan> = {}): BodyPlan => ({
  coding: 'identity',
  charset: null,
  isHtml: false,
  rewrites: [shout, idle],
  ...change,
});
const HEADERS = ['Content-Type', 'text/plain', 'ETag', '"1"', 'Content-Encoding', 'gzip'];

describe('a body', () => {
  it('is decompressed, rewritten, and leaves with headers that fit it', async () => {
    const edited = await editing().edit(
      body(gzipSync('be quiet, please')),
      plan({ coding: 'gzip' }),
      HEADERS,
    );
    expect(edited).toMatchObject({ kind: 'send', changed: [shout] });
    if (edited.kind !== 'send') throw new Error('not sent');
    expect(String(Buffer.from(edited.bytes))).toBe('be LOUD, please');
    expect(edited.headers).toEqual(['Content-Type', 'text/plain', 'Content-Length', '15']);
  });

  it.each<readonly [string, Buffer, Partial<BodyPlan>]>([
    ['in which no rewrite finds anything', Buffer.from('nothing'), {}],
    ['that is not in its coding', Buffer.from('quiet'), { coding: 'gzip' }],
    ['that is a bomb', gzipSync(Buffer.alloc(5_000_000)), { coding: 'gzip' }],
  ])('%s leaves as it came', async (_what, bytes, change) => {
    const { edit } = editing({ bytes: 100_000, total: 100_000 });
    const edited = await edit(body(bytes), plan(change), HEADERS);
    expect(edited).toMatchObject({ kind: 'send', headers: HEADERS, changed: [] });
    expect(edited.kind === 'send' && bytes.equals(edited.bytes)).toBe(true);
  });

  it('that is too long is let go', async () => {
    const { edit, lines } = editing({ bytes: 3 });
    const incoming = body('quiet');
    expect(await edit(incoming, plan(), HEADERS)).toEqual({ kind: 'stream' });
    expect(String(incoming.read())).toBe('quiet');
    expect(lines).toEqual([{ level: 'debug', fields: { why: 'too long', unedited: 1 } }]);
  });

  it('that breaks off is told as far as it came', async () => {
    const incoming = body(null);
    const edited = editing().edit(incoming, plan(), HEADERS);
    incoming.push('qui');
    setImmediate(() => incoming.destroy());
    expect(await edited).toEqual({ kind: 'cut', bytes: Buffer.from('qui') });
  });

  it('leaves as it came where our own code fails, and that is told', async () => {
    const { edit, lines } = editing();
    const broken = { ...plan(), rewrites: null as never };
    const edited = await edit(body('quiet'), broken, HEADERS);
    expect(edited).toMatchObject({ kind: 'send', bytes: Buffer.from('quiet'), headers: HEADERS });
    expect(lines).toHaveLength(1);
  });
});

it('all held bodies together are bounded, until the devices have them', async () => {
  const { edit, lines } = editing({ bytes: 10, total: 15 });
  const first = await edit(body('quiet!'), plan(), HEADERS);
  expect(await edit(body('quiet!'), plan(), HEADERS)).toEqual({ kind: 'stream' });
  expect(await edit(body('quiet!'), plan(), HEADERS)).toEqual({ kind: 'stream' });
  // Once in the log for all to see, and counted.
  expect(lines.map(({ level }) => level)).toEqual(['warn', 'debug']);
  if (first.kind !== 'send') throw new Error('not sent');
  first.done();
  expect(await edit(body('quiet!'), plan(), HEADERS)).toMatchObject({ kind: 'send' });
});

it('hundreds of them at once are each what they were', async () => {
  const { edit } = editing({ total: 1_000_000, bytes: 1_000 });
  const all = Array.from({ length: 200 }, async (_, index) => {
    const edited = await edit(body(gzipSync(`quiet ${index}`)), plan({ coding: 'gzip' }), HEADERS);
    return edited.kind === 'send' && Buffer.from(edited.bytes).toString();
  });
  expect(await Promise.all(all)).toEqual(all.map((_, index) => `LOUD ${index}`));
});
