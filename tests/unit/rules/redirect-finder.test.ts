import { describe, expect, test } from 'vitest';
import { decideExchange } from '../../../src/decide/exchange.ts';
import type { ResourceType } from '../../../src/model/request.ts';
import { requestOf, ruleSet } from '../../support/rule-set.ts';

const URL = 'https://ads.example/x.js?a=1';

/** The action, the stand-in and the text of the rule behind them. */
async function verdict(
  lists: string | Readonly<Record<string, string>>,
  url = URL,
  type: ResourceType = 'script',
) {
  const matches = (await ruleSet(lists)).match(requestOf(url, type), null);
  const { action, stub, rule } = decideExchange(matches, { mode: 'enforce' });
  return [action, stub, rule?.text ?? null];
}

describe('a frame is held back, not blank, whatever else blocks it', () => {
  const held = '||ads.example/x.js$placeholder';
  test.each<[Readonly<Record<string, string>>, readonly (string | null)[]]>([
    [{ 'a.txt': held }, ['placeholder', null, held]],
    [{ 'a.txt': '||ads.example^', 'b.txt': held }, ['placeholder', null, '||ads.example^']],
    [{ 'a.txt': held, 'b.txt': '||ads.example^' }, ['placeholder', null, '||ads.example^']],
    [{ 'a.txt': `||ads.example^$third-party\n${held}` }, ['placeholder', null, expect.any(String)]],
    [{ 'a.txt': `${held}\n@@||ads.example/x.js` }, ['allow', null, '@@||ads.example/x.js']],
    // Who wants something else for it gets that.
    [
      { 'a.txt': `${held}\n||ads.example^$redirect=noopframe:5` },
      ['stub', 'noopframe', expect.any(String)],
    ],
  ])('%j', async (lists, expected) => {
    expect(await verdict(lists, URL, 'subdocument')).toEqual(expected);
  });
});

describe('how a block is answered', () => {
  test.each<[string, string, string | null, string | null]>([
    // A redirect blocks and answers.
    [
      '||ads.example^$script,redirect=noopjs',
      'stub',
      'noopjs',
      '||ads.example^$script,redirect=noopjs',
    ],
    ['||ads.example^$redirect=noopjs:10', 'stub', 'noopjs', '||ads.example^$redirect=noopjs:10'],
    [
      '||ads.example^$rewrite=abp-resource:blank-js',
      'stub',
      'abp-resource:blank-js',
      '||ads.example^$rewrite=abp-resource:blank-js',
    ],
    ['||ads.example^$stub=noop.js', 'stub', 'noop.js', '||ads.example^$stub=noop.js'],
    ['||ads.example^$empty', 'stub', 'empty', '||ads.example^$empty'],
    [
      '||ads.example^$redirect=unheard-of.js',
      'stub',
      'unheard-of.js',
      '||ads.example^$redirect=unheard-of.js',
    ],
    // A redirect-rule blocks nothing.
    ['||ads.example^$redirect-rule=noopjs', 'pass', null, null],
    ['||ads.example^\n||ads.example/x.js$redirect-rule=noopjs', 'stub', 'noopjs', '||ads.example^'],
    ['||ads.example^\n||other.example^$redirect-rule=noopjs', 'block', null, '||ads.example^'],
    ['||ads.example^\n*$script,redirect-rule=noopjs', 'stub', 'noopjs', '||ads.example^'],
    ['||ads.example^\n*$image,redirect-rule=1x1.gif', 'block', null, '||ads.example^'],
    [
      '||ads.example^$important\n*$script,redirect-rule=noopjs',
      'stub',
      'noopjs',
      '||ads.example^$important',
    ],
    // The highest priority decides; of equals, the first.
    [
      '||ads.example^\n*$script,redirect-rule=a.js:1\n*$script,redirect-rule=noopjs:2',
      'stub',
      'noopjs',
      '||ads.example^',
    ],
    [
      '||ads.example^\n*$script,redirect-rule=noopjs\n*$script,redirect-rule=nooptext:-1',
      'stub',
      'noopjs',
      '||ads.example^',
    ],
    [
      '||ads.example^$redirect=noopjs\n*$script,redirect-rule=nooptext:5',
      'stub',
      'nooptext',
      '||ads.example^$redirect=noopjs',
    ],
    [
      '||ads.example^$redirect=noopjs:6\n*$script,redirect-rule=nooptext:5',
      'stub',
      'noopjs',
      '||ads.example^$redirect=noopjs:6',
    ],
    // The redirect of one rule answers what another blocks.
    [
      '||ads.example/x.js\n||ads.example^$redirect=noopjs',
      'stub',
      'noopjs',
      '||ads.example^$redirect=noopjs',
    ],
    [
      '||ads.example^\n*$script,redirect-rule=noopjs\n*$script,redirect-rule=none:10',
      'block',
      null,
      '||ads.example^',
    ],
    // Exceptions of the block, and of the answer.
    ['||ads.example^$redirect=noopjs\n@@||ads.example^', 'allow', null, '@@||ads.example^'],
    [
      '||ads.example^$redirect=noopjs\n@@||ads.example^$redirect',
      'block',
      null,
      '||ads.example^$redirect=noopjs',
    ],
    [
      '||ads.example^$redirect=noopjs\n@@||ads.example^$redirect-rule',
      'block',
      null,
      '||ads.example^$redirect=noopjs',
    ],
    [
      '||ads.example^$redirect=noopjs\n@@||ads.example^$redirect=noop.js',
      'block',
      null,
      '||ads.example^$redirect=noopjs',
    ],
    [
      '||ads.example^$redirect=noopjs\n@@||ads.example^$redirect=nooptext',
      'stub',
      'noopjs',
      '||ads.example^$redirect=noopjs',
    ],
    [
      '||ads.example^\n*$script,redirect-rule=noopjs\n@@||ads.example^$redirect-rule=noopjs',
      'block',
      null,
      '||ads.example^',
    ],
    [
      '||ads.example^$important,redirect=noopjs\n@@||ads.example^$redirect',
      'stub',
      'noopjs',
      '||ads.example^$important,redirect=noopjs',
    ],
    [
      '||ads.example^$important,redirect=noopjs\n@@||ads.example^$redirect,important',
      'block',
      null,
      '||ads.example^$important,redirect=noopjs',
    ],
    [
      '||ads.example^$redirect=noopjs\n||ads.example^$redirect=noopjs,badfilter',
      'pass',
      null,
      null,
    ],
    [
      '||ads.example^$redirect=noopjs\n||ads.example^$redirect=nooptext,badfilter',
      'stub',
      'noopjs',
      '||ads.example^$redirect=noopjs',
    ],
  ])('%j: %s, %s', async (list, action, stub, text) => {
    expect(await verdict(list)).toEqual([action, stub, text]);
  });

  test('a person has the first word', async () => {
    const list = '||ads.example^$redirect=noopjs:100';
    expect(
      await verdict({ 'list.txt': list, 'my-rules.txt': '||ads.example^$stub=noop.txt' }),
    ).toEqual(['stub', 'noop.txt', '||ads.example^$stub=noop.txt']);
    expect(
      await verdict({ 'list.txt': list, 'my-rules.txt': '@@||ads.example^$redirect' }),
    ).toEqual(['block', null, list]);
  });

  test('mp4 is for media alone', async () => {
    expect(await verdict('||ads.example^$mp4', URL, 'media')).toEqual([
      'stub',
      'noopmp4-1s',
      '||ads.example^$mp4',
    ]);
    expect(await verdict('||ads.example^$mp4', URL, 'script')).toEqual(['pass', null, null]);
  });

  test('the rule that names the stand-in is told', async () => {
    const rules = await ruleSet('||ads.example^\n*$script,redirect-rule=noopjs');
    expect(rules.match(requestOf(URL), null).redirect).toMatchObject({ line: 2, stub: 'noopjs' });
  });
});

describe('what a signature answers with', () => {
  const signature = (more: string) =>
    `signatures:\n  - { id: s, action: stub, stub: noop.txt, when: { host: .ads.example }${more} }\n`;

  test.each<[string, string, readonly (string | null)[]]>([
    ['', '||other.example^', ['stub', 'noop.txt', 's']],
    ['', '*$redirect-rule=noop.js:100', ['stub', 'noop.txt', 's']],
    ['', '@@||ads.example^$redirect-rule', ['stub', 'noop.txt', 's']],
    ['', '@@||ads.example^', ['allow', null, '@@||ads.example^']],
    [', important: true', '@@||ads.example^', ['stub', 'noop.txt', 's']],
    // It is found before what a list blocks.
    ['', '||ads.example^$redirect=noop.js', ['stub', 'noop.txt', 's']],
    // What is important decides, and says how it is answered.
    [
      '',
      '||ads.example^$important,redirect=noop.js',
      ['stub', 'noop.js', '||ads.example^$important,redirect=noop.js'],
    ],
  ])('%s %s', async (more, list, expected) => {
    expect(await verdict({ 's.yaml': signature(more), 'list.txt': list })).toEqual(expected);
  });
});

describe('click2load.html', () => {
  const frame = (list: string | Readonly<Record<string, string>>) =>
    verdict(list, 'https://ads.example/frame', 'subdocument');

  test.each([
    '||ads.example^$frame,redirect=click2load.html',
    '||ads.example^$subdocument,stub=click2load.html',
    '||ads.example^$placeholder',
  ])('%s is a placeholder, in lists and of a person', async (list) => {
    expect(await frame(list)).toEqual(['placeholder', null, list]);
    expect(await frame({ 'my-rules.txt': list })).toEqual(['placeholder', null, list]);
  });

  test('what others block can be held back by it, and need not be', async () => {
    const list = '||ads.example^\n*$frame,redirect-rule=click2load.html';
    expect(await frame(list)).toEqual(['placeholder', null, '||ads.example^']);
    const kept = `${list}\n@@||ads.example^$frame,redirect-rule=click2load.html`;
    expect(await frame(kept)).toEqual(['block', null, '||ads.example^']);
    expect((await frame(`${list}\n@@||ads.example^`))[0]).toBe('allow');
  });

  test('a signature holds frames back, and not scripts', async () => {
    const signatures =
      'signatures:\n  - { id: s, action: placeholder, when: { host: .ads.example } }\n';
    expect(await frame({ 's.yaml': signatures })).toEqual(['placeholder', null, 's']);
    expect(await verdict({ 's.yaml': signatures })).toEqual(['pass', null, null]);
  });
});
