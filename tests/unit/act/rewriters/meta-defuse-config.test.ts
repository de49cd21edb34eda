import { Script } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defuseMetaConfig } from '../../../../src/act/rewriters/meta-defuse-config.ts';
import { pixelConfig } from '../../../support/pixel-config.ts';

/** Runs a configuration as the loader does, and tells what it was told. */
function run(script: string): readonly string[] {
  const told: string[] = [];
  const note =
    (word: string) =>
    (...args: readonly unknown[]) =>
      told.push([word, ...args.map((one) => JSON.stringify(one))].join(' '));
  const config = { set: note('set') };
  const instance = { optIn: note('optIn'), configLoaded: note('loaded') };
  const fbq = {
    loadPlugin: note('plugin'),
    set: note('fbq.set'),
    registerPlugin: (_: string, { plugin }: { plugin: (...all: unknown[]) => void }) =>
      plugin(fbq, instance, config),
  };
  new Script(script).runInNewContext({ fbq });
  return told;
}

const CONFIG = pixelConfig({
  pixel: '769712154761541',
  endpoints: [{ endpoint: 'https://gw.shop.test/', fallbackDomain: 'https://fall.test/' }],
});

describe('the settings of a pixel', () => {
  const before = run(CONFIG);
  const after = run(defuseMetaConfig(CONFIG));

  test.each([
    'set "769712154761541" "automaticMatching"',
    'set "769712154761541" "inferredEvents"',
    'set "769712154761541" "openbridge"',
    'optIn "769712154761541" "AutomaticMatching"',
    'optIn "769712154761541" "InferredEvents"',
    'optIn "769712154761541" "FirstPartyCookies"',
    'optIn "769712154761541" "OpenBridge"',
    'plugin "openbridge3"',
    'plugin "inferredevents"',
  ])('are left without %s', (words) => {
    expect(before.filter((one) => one.startsWith(words))).toHaveLength(1);
    expect(after.filter((one) => one.startsWith(words))).toEqual([]);
  });

  test('and otherwise say what they said, to the end', () => {
    expect(after.at(-1)).toBe('loaded "769712154761541"');
    const kept = before.filter((one) => after.includes(one));
    expect(after).toEqual(kept);
    expect(after).toContain('plugin "identity"');
    expect(after).toContain('optIn "769712154761541" "MicrodataJsonLd" true');
  });
});

test.each(['', 'alert(1)', 'config.set("1", "batching", {})', 'config.set(id, name, value)'])(
  'a script with nothing of the kind stays as it is: %s',
  (script) => {
    expect(defuseMetaConfig(script)).toBe(script);
  },
);

const CALLS = ['c.set("1","openbridge",{"a":[1]})', 'c.optIn("1","InferredEvents",!0)'];
const PLACES = [
  '@;',
  'if (a) @',
  'if (a) @; else @;',
  'var x = a ? @ : @;',
  'a\n@\n@',
  '(function () { return @ })()',
  'f(() => @, ...[@])',
  'of().@',
  'of()\n.@',
  'a?.@',
  'x = a && @ || @, @;',
  'x = "@".length',
  "x = '@'.length",
  '/* @ */ // @\n',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is a script with a template.
  'x = `${@} @`',
  'for (;@;@) break;',
  '!@; typeof @; -@ * 2; @ ** 2;',
  'class A extends @ {}',
  'x = { a: @, [@]: 1 }',
  'label: @',
];

test('what was a script before is one after, wherever the calls stand', () => {
  const place = fc.tuple(fc.constantFrom(...PLACES), fc.constantFrom(...CALLS));
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 8 }), (chosen) => {
      const script = chosen
        .map(([one, call], i) =>
          one.replaceAll('@', call).replace('class A', `class A${i}`).replace('label', `label${i}`),
        )
        .filter(parses)
        .join('\n;\n');
      const defused = defuseMetaConfig(script);
      expect(parses(defused), defused).toBe(true);
      expect(defused).not.toMatch(/openbridge|InferredEvents/);
    }),
  );
});

function parses(script: string): boolean {
  try {
    new Script(script);
    return true;
  } catch {
    return false;
  }
}
