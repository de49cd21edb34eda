import { expect, it } from 'vitest';
import { sharedBy } from '../../../src/device/shared-address.ts';

const ROUTER = '02:77:00:00:00:01';
const facts = {
  gateways: ['192.168.1.1'],
  inContainer: false,
  macOf: (address: string) => (address.startsWith('10.') ? ROUTER : null),
};

it.each([
  ['a device of its own', { address: '192.168.1.5', mac: '02:77:00:00:00:05' }, false, null],
  ['a device without MAC', { address: '192.168.1.5', mac: null }, false, null],
  ['the router', { address: '192.168.1.1', mac: ROUTER }, false, 'gateway'],
  ['the host of the container', { address: '192.168.1.1', mac: null }, true, 'container'],
  ['one of many behind a MAC', { address: '10.0.0.7', mac: null }, false, 'mac'],
  ['the only one behind a MAC', { address: '10.0.0.7', mac: ROUTER }, false, null],
] as const)('%s', (_what, device, inContainer, shared) => {
  expect(sharedBy(device, { ...facts, inContainer })).toBe(shared);
});
