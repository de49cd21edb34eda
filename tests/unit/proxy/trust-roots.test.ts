import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, rootCertificates } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../../src/model/errors.ts';
import { upstreamContext, upstreamContextOnce } from '../../../src/proxy/trust-roots.ts';
import { createTestAuthority } from '../../support/authority.ts';
import { startScriptedOrigin } from '../../support/scripted-origin.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tlsFailure } from './sockets.ts';

function file(text: string): string {
  const path = join(temporaryFolder(), 'extra.pem');
  writeFileSync(path, text);
  return path;
}

it('trusts the authorities of upstream.extraCa, all that are in one file', async () => {
  const [first, second] = [createTestAuthority('one'), createTestAuthority('two')];
  const path = file(`a comment\n${first.certificatePem}\nanother\n${second.certificatePem}`);
  const context = upstreamContext([path]);
  for (const authority of [first, second]) {
    const identity = authority.issue(['a.test']);
    const origin = await startScriptedOrigin({ script: () => undefined, identity });
    onTestFinished(() => origin.close());
    expect(await tlsFailure(origin.port, { secureContext: context })).toBeNull();
    const without = upstreamContext([]);
    expect(await tlsFailure(origin.port, { secureContext: without })).toMatch(/^UNABLE_TO_|^SELF_/);
  }
});

it('knows the roots that Node brings', () => {
  // OpenSSL gives no list back, so this is all that can be seen without the Internet.
  expect(rootCertificates.length).toBeGreaterThan(50);
  expect(upstreamContext([])).toBeInstanceOf(createSecureContext().constructor);
});

it.each([
  ['a file that is not there', () => join(temporaryFolder(), 'none.pem'), /none\.pem" failed/],
  ['a file without certificate', () => file('hello'), /extra\.pem": there is no certificate/],
])('refuses %s, naming it', (_what, path, message) => {
  const named = path();
  const open = () => upstreamContext([named]);
  expect(open).toThrow(AppError);
  expect(open).toThrow(message);
  // At once, not when it is first asked for.
  expect(() => upstreamContextOnce([named])).toThrow(message);
});

it('is made once, when it is first asked for', () => {
  const context = upstreamContextOnce([]);
  expect(context()).toBe(context());
});
