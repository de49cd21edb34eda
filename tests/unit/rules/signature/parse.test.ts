import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEARNER_NAMES, REWRITER_NAMES } from '../../../../src/model/rewriter-names.ts';
import { FILE_KEYS, parseSignatures } from '../../../../src/rules/signature/parse.ts';
import { CONDITION_KEYS } from '../../../../src/rules/signature/read-conditions.ts';
import {
  SIGNATURE_ACTIONS,
  SIGNATURE_KEYS,
} from '../../../../src/rules/signature/read-signature.ts';
import { STRIP_KEYS } from '../../../../src/rules/signature/signature.ts';

const parse = (text: string) => parseSignatures(text, 'test.yaml');

describe('a good file', () => {
  it('gives its signatures with the line of each id', () => {
    const { signatures, problems, broken } = parse(
      [
        '# comment',
        'tracker: Some Tracker',
        'signatures:',
        '  - title: First',
        '    id: first',
        '    when: { host: a.example }',
        '    action: block',
        '',
        '  - id: second',
        '    tracker: Other',
        '    action: strip',
        '    strip: { query: [a, b] }',
      ].join('\r\n'),
    );
    expect({ problems, broken }).toEqual({ problems: [], broken: false });
    expect(signatures.map(({ rule }) => rule)).toEqual([
      {
        list: 'test.yaml',
        line: 5,
        text: 'first',
        action: 'block',
        title: 'First',
        tracker: 'Some Tracker',
        personal: false,
      },
      {
        list: 'test.yaml',
        line: 9,
        text: 'second',
        action: 'strip',
        title: null,
        tracker: 'Other',
        personal: false,
      },
    ]);
  });

  it.each(['', '# only a comment\n', 'tracker: x\n', 'signatures:\n', 'signatures: []\n', '---\n'])(
    '%j has none and no problem',
    (text) => {
      expect(parse(text)).toEqual({ signatures: [], off: [], problems: [], broken: false });
    },
  );

  it('reads values as they are written', () => {
    const { signatures } = parse(
      'signatures:\n  - { id: x, action: block, when: { query: { v: 1.10, n: null, q: "true", t: true } } }',
    );
    expect(signatures[0]?.when[0]?.query.map(({ value }) => value)).toEqual([
      [{ kind: 'exact', text: '1.10' }],
      [{ kind: 'exact', text: 'null' }],
      [{ kind: 'exact', text: 'true' }],
      'present',
    ]);
  });
});

describe('each action', () => {
  it.each<[string, object]>([
    [
      'action: stub, stub: facebook-pixel, when: { host: a.example }',
      { rule: { action: 'stub', stub: 'facebook-pixel' }, strip: null, rewrite: null, learn: null },
    ],
    [
      'action: stub, stub: my-thing.js, when: { host: a.example }',
      { rule: { action: 'stub', stub: 'my-thing.js' } },
    ],
    ['action: placeholder, when: { host: a.example }', { rule: { action: 'placeholder' } }],
    ['action: allow, when: { path: /a }', { rule: { action: 'allow' }, important: false }],
    [
      'action: rewrite, rewrite: meta-defuse-config, learn: meta-gateways, when: { path: /a }, strip: { body: ~^ud }',
      {
        rule: { action: 'rewrite' },
        rewrite: 'meta-defuse-config',
        learn: 'meta-gateways',
        strip: { query: [], body: [{ kind: 'regex' }] },
      },
    ],
    [
      'action: log, learn: meta-gateways, when: { path: /a }',
      { rule: { action: 'log' }, learn: 'meta-gateways' },
    ],
    [
      'action: block, learn: meta-gateway-call, when: { path: /a }',
      { rule: { action: 'block', learns: 'meta-gateway-call' }, learn: null },
    ],
    [
      'action: strip, strip: { query: [a, b], within: dl }',
      {
        strip: {
          query: [
            { kind: 'exact', text: 'a' },
            { kind: 'exact', text: 'b' },
          ],
          within: [{ kind: 'exact', text: 'dl' }],
        },
      },
    ],
  ])('%s', (keys, expected) => {
    const { signatures, problems } = parse(`signatures:\n  - { id: x, ${keys} }`);
    expect(problems).toEqual([]);
    expect(signatures).toMatchObject([expected]);
  });

  it('without a stand-in names none', () => {
    const { signatures } = parse(
      'signatures:\n  - { id: x, action: block, when: { host: a.example } }',
    );
    expect(signatures[0]?.rule).not.toHaveProperty('stub');
  });
});

describe('enabled', () => {
  const ids = (text: string) => {
    const { signatures, off, problems } = parse(text);
    expect(problems).toEqual([]);
    return [signatures, off].map((some) => some.map(({ rule }) => rule.text).join(' '));
  };
  const two = (more: string) =>
    `signatures:\n  - { id: a, action: block, ${more}when: { host: a.example } }\n  - { id: b, action: block, when: { host: a.example } }\n`;

  it.each([
    ['of a signature', two('enabled: false, '), ['b', 'a']],
    ['of a signature that is on', two('enabled: true, '), ['a b', '']],
    ['of a file', `enabled: false\n${two('')}`, ['', 'a b']],
    [
      'of a file, where a signature says that it is on',
      `enabled: false\n${two('enabled: true, ')}`,
      ['', 'a b'],
    ],
    ['of a file that is on', `enabled: true\n${two('')}`, ['a b', '']],
  ])('%s', (_, text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  it('what is off is checked', () => {
    const { signatures, off, problems } = parse(
      'enabled: false\nsignatures:\n  - { id: a, action: blok, when: { host: a.example } }\n',
    );
    expect([signatures, off]).toEqual([[], []]);
    expect(problems).toMatchObject([{ line: 3 }]);
  });

  it('of a file is a flag', () => {
    expect(parse('enabled: off\nsignatures: []\n').problems).toMatchObject([
      { line: 1, reason: 'enabled must be true or false, not "off"' },
    ]);
  });
});

describe('a wrong signature', () => {
  /** Conditions of a block. */
  const when = (conditions: string) => `{ id: x, action: block, when: ${conditions} }`;
  it.each([
    ['just-text', 'a signature must be a map of "key: value" lines, not "just-text"'],
    ['{ action: block, when: { host: a.example } }', 'a signature has no id'],
    [
      '{ id: Bad_Id, action: block, when: { host: a.example } }',
      'id "Bad_Id" must be small letters, digits and single hyphens',
    ],
    [
      '{ id: x, when: { host: a.example } }',
      'a signature has no action: it is one of block, allow, stub, placeholder, strip, rewrite, log',
    ],
    [
      '{ id: x, action: delete, when: { host: a.example } }',
      'action must be one of block, allow, stub, placeholder, strip, rewrite, log, not "delete"',
    ],
    ['{ id: x, action: block }', 'a signature has no "when": only strip may apply everywhere'],
    ['{ id: x, action: log }', 'a signature has no "when": only strip may apply everywhere'],
    [
      '{ id: x, action: block, wen: {}, when: { host: a.example } }',
      'unknown key "wen" in a signature: did you mean "when"?',
    ],
    [when('{ hosts: a.example }'), 'unknown key "hosts" in when: did you mean "host"?'],
    [when('{ colour: a.example }'), 'unknown key "colour" in when: known are method, host,'],
    [when('a.example'), 'when must be a map of "key: value" lines, not "a.example"'],
    [when('[]'), 'when is an empty list'],
    [when(''), 'when must be a map of "key: value" lines, and nothing is written there'],
    [when('{ host: a.example, host: b.example }'), '"host" is written twice in when'],
    [
      when('{ type: image, party: third }'),
      'a block must name a host, page, path, field, header, cookie or value in each set',
    ],
    [when('[{ host: a.example }, {}]'), 'a block must name a host,'],
    [
      when('{ host: https://a.example/ }'),
      'when.host has no hostname in "https://a.example/": write a name as "www.example.com"',
    ],
    [
      when('{ host: "*.a.example" }'),
      'when.host has no hostname in "*.a.example": write ".example.com" for a name and all below it',
    ],
    [when('{ page: "a b" }'), 'when.page has no hostname in "a b"'],
    [when('{ host: [] }'), 'when.host is an empty list'],
    [when('{ host: { a: b } }'), 'when.host must be a text, not a map'],
    [when('{ host: [[a.example]] }'), 'when.host must be a text, not a list'],
    [when('{ path: tr/ }'), 'when.path "tr/" must begin with "/" or "*" and have no query'],
    [when('{ path: /tr?id }'), 'when.path "/tr?id" must begin with "/" or "*" and have no query'],
    [
      when('{ host: a.example, type: picture }'),
      'when.type has the unknown type "picture": known are document,',
    ],
    [
      when('{ host: a.example, type: imge }'),
      'when.type has the unknown type "imge": did you mean "image"?',
    ],
    [when('{ host: a.example, party: 3p }'), 'when.party must be "first" or "third", not "3p"'],
    [when('{ host: a.example, method: "GET,POST" }'), 'when.method has no method in "GET,POST"'],
    [when('{ fields: [id] }'), 'when.fields must be a map of "key: value" lines, not a list'],
    [when('{ fields: { id: } }'), 'when.fields.id must be a text, and nothing is written there'],
    [
      when("{ fields: { id: '~(' } }"),
      'when.fields.id has the expression "(", which is broken: unterminated group',
    ],
    [when("{ fields: { '~[': true } }"), 'when.fields has the expression "[", which is broken'],
    [when("{ fields: { id: '~(a+)+$' } }"), 'which could take too long'],
    [when("{ fields: { id: '~(a)\\1' } }"), 'which has a back-reference'],
    [when('{ fields: { id: "~" } }'), 'which is empty'],
    [when(`{ fields: { id: '~${'a'.repeat(1001)}' } }`), 'which is longer than 1000 characters'],
    [
      '{ id: x, action: block, important: yes, when: { host: a.example } }',
      'important must be true or false, not "yes"',
    ],
    [
      '{ id: x, action: block, title: [a], when: { host: a.example } }',
      'title must be a text, not a list',
    ],
    [
      `{ id: x, action: block, title: ${'a'.repeat(201)}, when: { host: a.example } }`,
      'title is longer than 200 characters',
    ],
    [
      '{ id: x, action: block, when: { host: a.example }, unless: { hst: b.example } }',
      'unknown key "hst" in unless: did you mean "host"?',
    ],
    ['{ id: x, action: strip }', 'action strip needs "strip"'],
    ['{ id: x, action: strip, strip: {} }', '"strip" names nothing'],
    [
      '{ id: x, action: strip, strip: { querry: a } }',
      'unknown key "querry" in strip: did you mean "query"?',
    ],
    ['{ id: x, action: strip, strip: { query: [] } }', 'strip.query is an empty list'],
    [
      '{ id: x, action: strip, strip: { responseHeaders: Content-Security-Policy } }',
      'strip.responseHeaders: removing the header "content-security-policy" is unsafe',
    ],
    [
      '{ id: x, action: block, when: { host: a.example }, strip: { query: a } }',
      '"strip" is of no use with action block',
    ],
    ['{ id: x, action: strip, strip: { within: dl } }', '"strip.within" needs "strip.query"'],
    ['{ id: x, action: strip, strip: { query: a, within: [] } }', 'strip.within is an empty list'],
    ['{ id: x, action: stub, when: { host: a.example } }', 'action stub needs "stub"'],
    [
      '{ id: x, action: stub, stub: fb-event.jss, when: { host: a.example } }',
      'there is no stand-in "fb-event.jss": did you mean "fbevents.js"?',
    ],
    [
      '{ id: x, action: stub, stub: [noop.js], when: { host: a.example } }',
      'stub must be a text, not a list',
    ],
    [
      '{ id: x, action: stub, stub: click2load.html, when: { host: a.example } }',
      'stub "click2load.html" is no stand-in: use action placeholder',
    ],
    [
      '{ id: x, action: stub, stub: none, when: { host: a.example } }',
      'stub "none" is no stand-in: use action block',
    ],
    [
      '{ id: x, action: block, stub: noop.js, when: { host: a.example } }',
      '"stub" is of no use with action block',
    ],
    ['{ id: x, action: stub, stub: noop.js, when: { type: script } }', 'a stub must name a host'],
    ['{ id: x, action: placeholder, when: { party: third } }', 'a placeholder must name a host'],
    ['{ id: x, action: allow, when: { party: third } }', 'an allow must name a host'],
    ['{ id: x, action: allow }', 'a signature has no "when"'],
    [
      '{ id: x, action: allow, important: true, when: { host: a.example } }',
      '"important" is of no use with action allow',
    ],
    ['{ id: x, action: rewrite, when: { host: a.example } }', 'action rewrite needs "rewrite"'],
    ['{ id: x, action: rewrite, rewrite: meta-defuse-config }', 'a signature has no "when"'],
    [
      '{ id: x, action: rewrite, rewrite: meta-defuse, when: { host: a.example } }',
      'rewrite has the unknown name "meta-defuse": known are meta-defuse-config',
    ],
    [
      '{ id: x, action: rewrite, rewrite: meta-defuse-confg, when: { host: a.example } }',
      'rewrite has the unknown name "meta-defuse-confg": did you mean "meta-defuse-config"?',
    ],
    [
      '{ id: x, action: log, learn: meta-gateway, when: { host: a.example } }',
      'learn has the unknown name "meta-gateway": did you mean "meta-gateways"?',
    ],
    [
      '{ id: x, action: block, learn: meta-gateways, when: { host: a.example } }',
      '"meta-gateways" is not learnt with action block',
    ],
    [
      '{ id: x, action: log, learn: meta-gateway-call, when: { host: a.example } }',
      '"meta-gateway-call" is not learnt with action log',
    ],
    [
      '{ id: x, action: log, strip: { query: a }, when: { host: a.example } }',
      '"strip" is of no use with action log',
    ],
    [
      '{ id: x, action: block, enabled: no, when: { host: a.example } }',
      'enabled must be true or false, not "no"',
    ],
    [
      '{ ? [a, b] : c, id: x, action: block, when: { host: a.example } }',
      'a key of a signature must be a text, not a list',
    ],
  ])('%.100s', (signature, reason) => {
    const { signatures, problems, broken } = parse(
      `signatures:\n  - { id: good, action: block, when: { host: a.example } }\n  - ${signature}\n`,
    );
    expect(problems.map((problem) => problem.reason).join('\n')).toContain(reason);
    expect(problems[0]).toMatchObject({ list: 'test.yaml', line: 3, severity: 'error' });
    expect(signatures.map(({ rule }) => rule.text)).toEqual(['good']);
    expect(broken).toBe(false);
  });

  it('is reported at its own line, with that line', () => {
    const { problems } = parse(
      'signatures:\n  - id: x\n    action: block\n    when:\n      host: a.example\n      tpye: image\n',
    );
    expect(problems).toEqual([
      {
        list: 'test.yaml',
        line: 6,
        text: 'tpye: image',
        reason: 'unknown key "tpye" in when: did you mean "type"?',
        severity: 'error',
      },
    ]);
  });

  it('whose id is taken is left out', () => {
    const one = '  - { id: x, action: block, when: { host: a.example } }\n';
    const { signatures, problems } = parse(`signatures:\n${one}${one}`);
    expect(signatures).toHaveLength(1);
    expect(problems).toMatchObject([{ line: 3, reason: 'the id "x" is used twice' }]);
  });

  it('does not unfold an alias', () => {
    const { signatures, problems } = parse(
      'signatures:\n  - { id: x, action: block, when: &a { host: a.example } }\n  - { id: y, action: block, when: *a }\n',
    );
    expect(signatures.map(({ rule }) => rule.text)).toEqual(['x']);
    expect(problems).toMatchObject([
      {
        line: 3,
        reason: 'when must be a map of "key: value" lines, not an alias: write the value out',
      },
    ]);
  });
});

describe('a wrong file', () => {
  it.each([
    ['an open list', 'signatures: [', 1, 'the file is no YAML: '],
    ['a map in a text', 'a: b\n c: d\n', 1, 'the file is no YAML: '],
    ['an open quote', 'signatures:\n  - id: "x\n', 3, 'the file is no YAML: '],
    ['a tab', '\tsignatures: []', 1, 'the file is no YAML: '],
    ['two documents', 'signatures: []\n---\nsignatures: []\n', 2, 'the file is no YAML: '],
    ['a list', '- id: x', 1, 'the file must be a map of "key: value" lines, not a list'],
    ['a text', 'text', 1, 'the file must be a map of "key: value" lines, not "text"'],
    ['no list of signatures', 'signatures: x', 1, '"signatures" must be a list'],
    ['a long file', '# \n'.repeat(30_000), 1, 'the file is longer than 65536 characters'],
    ['a long line', `a: x\nb: ${'['.repeat(5000)}`, 2, 'the line is longer than 4096 characters'],
  ])('%s is broken', (_, text, line, reason) => {
    const { signatures, problems, broken } = parse(text);
    expect({ broken, signatures }).toEqual({ broken: true, signatures: [] });
    expect(problems[0]).toMatchObject({ list: 'test.yaml', line, severity: 'error' });
    expect(problems[0]?.reason).toContain(reason);
  });

  it('nested to the end is broken', () => {
    expect(parse('[\n'.repeat(20_000))).toMatchObject({ signatures: [], broken: true });
  });

  it('with an unknown key is not broken', () => {
    const { signatures, problems, broken } = parse(
      'trakcer: x\nsignatures:\n  - { id: x, action: block, when: { host: a.example } }',
    );
    expect(broken).toBe(false);
    expect(signatures).toHaveLength(1);
    expect(problems).toMatchObject([
      { line: 1, reason: 'unknown key "trakcer" in the file: did you mean "tracker"?' },
    ]);
  });

  it('reports tags, which mean nothing here', () => {
    expect(parse('tracker: !!int 5').problems).toMatchObject([{ line: 1, severity: 'error' }]);
  });

  it('reports no more than 200 problems', () => {
    expect(parse(`signatures:\n${'  - x\n'.repeat(500)}`).problems).toHaveLength(200);
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    'signatures:',
    '\n',
    '  ',
    '- ',
    'id: x',
    'when:',
    ' {',
    '}',
    '[',
    ']',
    ',',
    ': ',
    'host',
    '~^a',
    '~(',
    '*a',
    '&a',
    '!t',
    '"',
    "'",
    '#',
    '|',
    '>',
    '?',
    '%',
    '\t',
    'strip',
    'true',
    '\u0000',
    'é',
  );
  it('never throws, and a good signature is never among the problems', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(words, { maxLength: 60 }).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const { signatures, problems, broken } = parse(text);
          if (broken) expect(signatures).toEqual([]);
          for (const problem of problems) {
            expect(problem.line).toBeGreaterThan(0);
            expect(problem.reason).toMatch(/^[a-z"']/);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('docs/rules-signatures.md', () => {
  const file = new URL('../../../../docs/rules-signatures.md', import.meta.url);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';

  it.each([...FILE_KEYS, ...SIGNATURE_KEYS, ...CONDITION_KEYS, ...STRIP_KEYS])(
    'has a line on %s',
    (key) => {
      expect(text).toContain(`| \`${key}\` |`);
    },
  );

  it.each([...SIGNATURE_ACTIONS, ...REWRITER_NAMES, ...LEARNER_NAMES])(
    'has a line on what %s does',
    (name) => {
      expect(text).toContain(`| \`${name}\` |`);
    },
  );

  it('shows examples that are right', () => {
    const examples = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, example]) =>
      parse(example as string),
    );
    expect(examples.flatMap(({ problems }) => problems)).toEqual([]);
    expect(examples.map(({ signatures }) => signatures.length)).toEqual([2, 1]);
  });
});
