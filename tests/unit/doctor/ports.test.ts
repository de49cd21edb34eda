import { describe, expect, it } from 'vitest';
import { checkAddresses, checkPage, checkProxy } from '../../../src/doctor/ports.ts';

const open = { at: '127.0.0.1:8080', error: null };
const closed = { at: '192.168.1.2:8080', error: 'ETIMEDOUT' };

describe.each([
  ['proxy', checkProxy],
  ['page', checkPage],
] as const)('of the %s', (check, examine) => {
  it.each([
    [[open], 'ok', 'answers at 127.0.0.1:8080.', null],
    [[closed], 'failed', 'does not answer at 192.168.1.2:8080 (ETIMEDOUT)', /Start Eyelid/],
    [[open, closed], 'failed', 'but not at 192.168.1.2:8080', /firewall/],
  ])('%j', (value, state, says, fix) => {
    const found = examine({ value });
    expect(found).toMatchObject({ check, state });
    expect(found.says).toContain(says);
    if (fix === null) expect(found.fix).toBeNull();
    else expect(found.fix).toMatch(fix);
  });

  it('that was not tried', () => {
    expect(examine({ unknown: 'Not tried.' })).toMatchObject({ check, state: 'unknown' });
  });
});

it.each([
  ['0.0.0.0', ['192.168.1.2'], 'ok'],
  ['192.168.1.2', ['192.168.1.2'], 'ok'],
  ['0.0.0.0', [], 'failed'],
  ['127.0.0.1', ['127.0.0.1'], 'warning'],
  ['::1', ['::1'], 'warning'],
])('checkAddresses, listening on %s with %j: %s', (listens, addresses, state) => {
  expect(checkAddresses({ listens, addresses }).state).toBe(state);
});
