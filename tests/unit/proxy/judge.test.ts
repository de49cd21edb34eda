import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/model/connection.ts';
import type { IdentifierFindings } from '../../../src/model/identifier.ts';
import type { Edit, Matches } from '../../../src/model/rule.ts';
import { type Judgement, judge, judgeAgain, judgeResponse } from '../../../src/proxy/judge.ts';
import { edit, request, rule, values } from '../act/samples.ts';
import { connection, device, ruleSet, to } from './samples.ts';

const hostBlock = rule('block', { text: '||tracker.test^' });
const context = {
  pageOrigin: 'http://eyelid.internal',
  explain: () => 'because',
  passFor: () => null,
  isOpenedAnyway: () => false,
  isAllowedOnce: () => false,
  addressToLoad: () => null,
  isLoaded: () => false,
  alreadyRedirected: () => false,
  findOwn: () => null,
};

interface Scene {
  readonly url?: string;
  readonly headers?: readonly string[];
  readonly mode?: 'enforce' | 'observe';
  readonly through?: Partial<Connection>;
  readonly says?: Partial<Matches>;
}

function judged({ url = 'https://shop.test/x', headers = [], mode, through, says }: Scene) {
  const asked = {
    ...request({ url, headers }),
    device: mode === undefined ? null : device({ mode }),
  };
  const rules = ruleSet({ hosts: { 'tracker.test': hostBlock }, match: () => says ?? {} });
  const over = through === undefined ? null : connection(through);
  return judge({ request: asked, body: null, connection: over }, rules, context);
}

describe('judge', () => {
  it('forwards what no rule speaks of, untouched', () => {
    const { verdict, effect } = judged({ headers: ['A', '1'] });
    expect(verdict).toMatchObject({ action: 'pass', rule: null });
    expect(effect).toMatchObject({
      kind: 'forward',
      url: 'https://shop.test/x',
      headers: ['A', '1'],
      removed: [],
    });
  });

  it('answers what is blocked, and only records it in mode observe', () => {
    const says = { block: hostBlock };
    expect(judged({ says }).effect).toMatchObject({ kind: 'answer' });
    expect(judged({ says, mode: 'enforce' }).effect.kind).toBe('answer');
    const observed = judged({ says, mode: 'observe' });
    expect(observed.effect.kind).toBe('forward');
    expect(observed.verdict).toMatchObject({ action: 'block', observed: true });
  });

  it('does not name a rule that finds nothing to strip', () => {
    const says = { edits: [edit('query', 'fbclid')] };
    expect(judged({ says }).verdict.action).toBe('pass');
    const found = judged({ says, url: 'https://shop.test/x?fbclid=1&a=2' });
    expect(found.verdict.action).toBe('strip');
    expect(found.effect).toMatchObject({
      kind: 'forward',
      url: 'https://shop.test/x?a=2',
      removed: ['fbclid'],
    });
  });
});

describe('what a person let through once', () => {
  const once = { ...context, isAllowedOnce: () => true };
  const asked = { ...request({ url: 'https://tracker.test/a.js?fbclid=1' }), device: device() };
  const told = (says: Partial<Matches>, observed = false) => {
    const mode = observed ? ('observe' as const) : ('enforce' as const);
    const theCase = {
      request: { ...asked, device: device({ mode }) },
      body: null,
      connection: null,
    };
    return judge(theCase, ruleSet({ match: () => says }), once);
  };
  const exception = rule('allow', { text: '@@||tracker.test^' });
  const byOnce = { list: 'allow-once', text: 'allowed once' };

  it.each([
    ['a block', { block: hostBlock }, hostBlock.text],
    ['an important one', { important: hostBlock }, hostBlock.text],
    [
      'what would be taken out',
      { edits: [edit('query', 'fbclid')] },
      edit('query', 'fbclid').rule.text,
    ],
  ])('undoes %s, and the log keeps both', (_what, says, undone) => {
    const { verdict, effect } = told(says);
    expect(verdict).toMatchObject({ action: 'allow', rule: byOnce, undone: { text: undone } });
    expect(effect).toMatchObject({ kind: 'forward', url: asked.url, removed: [] });
  });

  it.each([
    ['nothing applies', {}, 'pass'],
    ['a list excepts it', { block: hostBlock, exception }, 'allow'],
    ['a person did already', { block: hostBlock, personalAllow: exception }, 'allow'],
  ])('is not used up where %s', (_where, says, action) => {
    const { verdict } = told(says);
    expect(verdict.action).toBe(action);
    expect(verdict.rule?.list).not.toBe(byOnce.list);
  });

  it('is not used up on a device that is only observed', () => {
    expect(told({ block: hostBlock }, true).verdict).toMatchObject({
      action: 'block',
      observed: true,
    });
  });

  it('holds for the response too, without being asked again', () => {
    const says = { edits: [edit('query', 'fbclid'), edit('responseCookie', '_fbp')] };
    const first = told(says);
    if (first.effect.kind !== 'forward') throw new Error('it is forwarded');
    const { effect } = first;
    const theCase = { request: asked, body: null, connection: null };
    const rules = ruleSet({ match: () => ({ ...says, block: hostBlock }) });
    const head = { status: 200, headers: ['Set-Cookie', '_fbp=1'] };
    const again = judgeAgain({ ...first, effect }, theCase, head, rules, context);
    expect(again.verdict).toMatchObject({ action: 'allow', rule: byOnce });
    expect(again.effect).toMatchObject({ kind: 'forward', response: { dropCookie: null } });
  });
});

describe('what was found of the household', () => {
  const own = { list: 'identifiers', text: 'mine' } as const;
  const redacts: Edit = {
    kind: 'redact',
    rule: rule('strip', own),
    names: ['your e-mail, hashed'],
    redact: (text) => text.replaceAll('HASH', ''),
  };
  const nothing = { edits: [], logs: [], block: null, summary: 'found' };
  const url = 'https://shop.test/x?em=HASH&a=2';

  function found(findings: Partial<IdentifierFindings>, scene: Pick<Scene, 'mode' | 'says'> = {}) {
    const { mode = 'enforce', says = {} } = scene;
    const asked = { ...request({ url }), device: device({ mode }) };
    const theCase = { request: asked, body: null, connection: null };
    const asks = { ...context, findOwn: () => ({ ...nothing, ...findings }) };
    const rules = ruleSet({ match: () => says });
    const first = judge(theCase, rules, asks);
    const { effect } = first;
    if (effect.kind !== 'forward') return { first, again: first };
    const head = { status: 200, headers: [] };
    return { first, again: judgeAgain({ ...first, effect }, theCase, head, rules, asks) };
  }

  it('is taken out, and named before what rules take out', () => {
    const says = { edits: [edit('query', 'a')] };
    for (const { verdict, effect } of Object.values(found({ edits: [redacts] }, { says }))) {
      expect(verdict).toMatchObject({ action: 'strip', rule: own });
      expect(effect).toMatchObject({
        url: 'https://shop.test/x?em=',
        removed: ['a', 'your e-mail, hashed'],
      });
    }
  });

  it('is only told of in mode observe', () => {
    const { first } = found({ edits: [redacts] }, { mode: 'observe' });
    expect(first.verdict).toMatchObject({ action: 'strip', observed: true });
    expect(first.effect).toMatchObject({ url, removed: ['your e-mail, hashed'] });
  });

  it('is noted, also once the response is there', () => {
    for (const { verdict, own: seen } of Object.values(found({ logs: [rule('log', own)] }))) {
      expect(verdict).toMatchObject({ action: 'log', rule: own });
      expect(seen?.summary).toBe('found');
    }
  });

  it('is why a request is not sent, where it cannot be taken out', () => {
    const { first } = found({ block: rule('block', own) });
    expect(first.verdict).toMatchObject({ action: 'block', rule: own });
    expect(first.effect.kind).toBe('answer');
  });

  it("goes as it came where a person's own exception says so", () => {
    const personalAllow = rule('allow', { personal: true });
    const { first } = found(
      { edits: [redacts], block: rule('block', own) },
      { says: { personalAllow } },
    );
    expect(first.verdict).toMatchObject({ action: 'allow', rule: personalAllow });
    expect(first.effect).toMatchObject({ url, removed: [] });
  });
});

describe('a connection to a blocked name', () => {
  it.each<readonly [string, Partial<Connection>]>([
    ['by CONNECT', { destination: to('tracker.test') }],
    ['by SNI', { destination: to('1.1.1.1'), sni: to('tracker.test').hostname }],
  ])('%s stays blocked under another Host', (_how, through) => {
    expect(judged({ through }).verdict).toMatchObject({ action: 'block', rule: hostBlock });
  });

  it('is opened where a person allowed it', () => {
    const personalAllow = rule('allow', { personal: true });
    const through = { destination: to('tracker.test') };
    const { verdict } = judged({ through, says: { personalAllow } });
    expect(verdict).toMatchObject({ action: 'allow', undone: hostBlock });
  });

  it('is told of by the rule that matched the request itself, where one did', () => {
    const own = rule('block', { text: '/pixel' });
    const through = { destination: to('tracker.test') };
    expect(judged({ through, says: { block: own } }).verdict.rule).toBe(own);
    expect(judged({ through, says: { important: own } }).verdict.rule).toBe(own);
  });

  it('is left to the rules where the request names it too: they know its path', () => {
    const through = { destination: to('tracker.test') };
    expect(judged({ url: 'https://tracker.test/', through }).verdict.action).toBe('pass');
  });

  it('is no matter where the names are others', () => {
    const through = { destination: to('cdn.test'), sni: to('shop.test').hostname };
    expect(judged({ through }).verdict.action).toBe('pass');
  });
});

describe('what a person chose to load', () => {
  const held = rule('placeholder');
  const stood = rule('stub', { stub: 'facebook-sdk', text: '||a.test/sdk.js' });
  const url = 'https://a.test/x';

  function chosen(type: 'subdocument' | 'script', says: Partial<Matches>, isLoaded: string[] = []) {
    const asked = request({ url, type });
    const theCase = { request: asked, body: null, connection: null };
    return judge({ ...theCase, isChosen: isLoaded.length === 0 }, ruleSet({ match: () => says }), {
      ...context,
      isLoaded: (_request, what) => isLoaded.includes(what),
    });
  }

  it.each<readonly [string, 'subdocument' | 'script', Partial<Matches>]>([
    ['a placeholder', 'subdocument', { block: held }],
    ['a placeholder of their own', 'subdocument', { important: held }],
    [
      'a placeholder that a list asks for',
      'subdocument',
      { block: rule('stub', { stub: 'click2load.html' }) },
    ],
    ['what a stand-in stands for', 'script', { block: stood }],
    ['what another rule has a stand-in for', 'script', { block: rule('block'), redirect: stood }],
    ['what no rule holds back', 'subdocument', {}],
  ])('is forwarded, and the log says why: %s', (_what, type, says) => {
    const { verdict, effect } = chosen(type, says);
    expect(effect.kind).toBe('forward');
    expect(verdict).toMatchObject({ action: 'allow', rule: { text: 'loaded after a click' } });
    expect(verdict.undone).toBe(says.important ?? says.block ?? null);
  });

  it.each<readonly [string, 'subdocument' | 'script', Partial<Matches>]>([
    ['a frame that is blocked', 'subdocument', { block: rule('block') }],
    ['a frame with a stand-in', 'subdocument', { block: rule('stub', { stub: 'noop.html' }) }],
    ['a script that is blocked', 'script', { important: rule('block') }],
  ])('stays blocked where there was nothing to choose: %s', (_what, type, says) => {
    expect(chosen(type, says).verdict.undone).toBeNull();
    expect(chosen(type, says).effect.kind).toBe('answer');
  });

  it('opens its site for a while to the stand-in, and to rules by their text', () => {
    expect(chosen('script', { block: stood }, ['fb-sdk.js']).verdict.action).toBe('allow');
    const status = { block: rule('block', { text: 'meta-login-status' }) };
    expect(chosen('script', status, ['meta-login-status']).verdict.action).toBe('allow');
    expect(chosen('script', status, ['fb-sdk.js']).verdict.action).toBe('block');
  });

  it('still has taken out of it what the rules take out', () => {
    const { verdict, effect } = chosen('script', { block: stood, edits: [edit('query', 'x')] });
    expect(effect.kind).toBe('forward');
    expect(verdict.undone).toBe(stood);
  });
});

describe('judgeAgain', () => {
  const query = edit('query', 'fbclid', rule('strip', { text: 'query' }));
  const cookie = edit('responseCookie', '_fbp', rule('strip', { text: 'cookie' }));

  function again(says: Partial<Matches>, mode?: 'observe') {
    const asked = request({ url: 'https://shop.test/?fbclid=1&a=2' });
    const theCase = { request: { ...asked, device: device(mode && { mode }) } };
    const complete = { ...theCase, body: null, connection: null };
    const first = judge(complete, ruleSet({ match: () => ({ edits: [query] }) }), context);
    const { effect } = first;
    if (effect.kind !== 'forward') throw new Error('not forwarded');
    const rules = ruleSet({ match: (_request, _body, response) => (response ? says : {}) });
    const head = { status: 200, headers: [] };
    return judgeAgain({ ...first, effect }, complete, head, rules, context);
  }

  it('keeps what was done to the request, and edits the response as is said now', () => {
    const { verdict, effect } = again({ edits: [cookie, edit('query', 'a')] });
    expect(verdict).toMatchObject({ action: 'strip', rule: { text: 'query' } });
    expect(verdict.edits).toEqual([query, cookie]);
    expect(effect).toMatchObject({ url: 'https://shop.test/?a=2', removed: ['fbclid'] });
    expect(effect.kind === 'forward' && effect.response.dropCookie?.('_fbp')).toBe(true);
  });

  it('answers in the place of the server, and remembers what had been removed', () => {
    const { verdict, effect } = again({ block: hostBlock });
    expect(verdict).toMatchObject({ action: 'block', rule: hostBlock });
    expect(effect).toMatchObject({ kind: 'answer', removed: ['fbclid'] });
  });

  it('forwards what a person allows, and everything in mode observe', () => {
    const personalAllow = rule('allow', { personal: true });
    const allowed = again({ personalAllow, edits: [cookie] });
    expect(allowed.verdict).toMatchObject({ action: 'allow', edits: [] });
    expect(allowed.effect).toMatchObject({ kind: 'forward', response: { dropCookie: null } });
    const observed = again({ block: hostBlock }, 'observe');
    expect(observed.effect.kind).toBe('forward');
    expect(observed.verdict).toMatchObject({ action: 'block', observed: true });
  });
});

describe('judgeResponse', () => {
  const cookie = edit('responseCookie', '_fbp', rule('strip', { text: 'cookie' }));
  const field = edit('responseHeader', 'x-track', rule('strip', { text: 'header' }));

  function answered(judgement: Judgement, headers: readonly string[]) {
    if (judgement.effect.kind !== 'forward') throw new Error('not forwarded');
    return judgeResponse(judgement, headers, judgement.effect);
  }

  it('names a rule only where the response held what it removes', () => {
    const judgement = judged({ says: { edits: [cookie, field] } });
    const neither = answered(judgement, ['A', '1']);
    expect(neither).toMatchObject({ verdict: { action: 'pass', rule: null }, removed: [] });
    const one = answered(judgement, ['X-Track', '1', 'Set-Cookie', 'sid=2']);
    expect(one).toMatchObject({ verdict: { action: 'strip', rule: { text: 'header' } } });
    expect(one.headers).toEqual(['Set-Cookie', 'sid=2']);
    const both = answered(judgement, ['Set-Cookie', '_fbp=1; Path=/', 'X-Track', '1']);
    expect(both.verdict.rule?.text).toBe('cookie');
    expect([...both.removed].sort()).toEqual(['_fbp', 'x-track']);
  });

  it('keeps the name of a rule that found something in the request', () => {
    const query = edit('query', 'fbclid', rule('strip', { text: 'query' }));
    const says = { edits: [cookie, query] };
    const judgement = judged({ says, url: 'https://shop.test/?fbclid=1' });
    const { verdict, removed } = answered(judgement, []);
    expect(verdict).toMatchObject({ action: 'strip', rule: { text: 'query' } });
    expect(removed).toEqual(['fbclid']);
  });

  it('leaves a response as it is in mode observe, and says what would have gone', () => {
    const judgement = judged({ says: { edits: [cookie] }, mode: 'observe' });
    const headers = ['Set-Cookie', '_fbp=1'];
    const observed = answered(judgement, headers);
    expect(observed.headers).toEqual(headers);
    expect(observed.verdict).toMatchObject({ action: 'strip', observed: true });
  });

  it('takes alt-svc away, which would lead around the proxy', () => {
    const { headers } = answered(judged({}), ['Alt-Svc', 'h3=":443"', 'A', '1']);
    expect(values(headers, 'alt-svc')).toEqual([]);
    expect(values(headers, 'a')).toEqual(['1']);
  });
});
