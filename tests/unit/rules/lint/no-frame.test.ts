import { expect, test } from 'vitest';
import { ANY_TYPE, typeBit } from '../../../../src/model/request.ts';
import type { Hostname } from '../../../../src/model/terms.ts';
import { lintLine } from '../../../../src/rules/lint/lines.ts';
import { noFrame } from '../../../../src/rules/lint/no-frame.ts';
import { domainOf } from '../../../support/rule-set.ts';

test('only what can be a frame is held back by a placeholder', () => {
  expect(noFrame(ANY_TYPE)).toBeNull();
  expect(noFrame(typeBit('object') | typeBit('script'))).toBeNull();
  expect(noFrame(typeBit('script') | typeBit('image'))).toMatchObject({ code: 'no-frame' });
});

test.each([
  ['||a.example^$placeholder', []],
  ['||a.example^$placeholder,subdocument', []],
  ['||a.example^$placeholder,script', ['no-frame']],
  ['||a.example^$script,redirect=click2load.html', ['no-frame']],
  ['||a.example^$script', []],
])('%s', (line, codes) => {
  const context = { domainOf: (host: string) => domainOf(host as Hostname), now: 0 };
  expect(lintLine(line, context).map(({ code }) => code)).toEqual(codes);
});
