import { expect, it } from 'vitest';
import type { Device } from '../../../src/model/device.ts';
import { GrpcHosts } from '../../../src/proxy/http2/grpc.ts';
import { whyLeftClosed } from '../../../src/proxy/why-left-closed.ts';
import { rule } from '../act/samples.ts';
import { device, host, ruleSet, sampleParts, sampleSettings, to } from './samples.ts';

function tools() {
  const grpcHosts = new GrpcHosts(() => 0);
  const rules = () => ruleSet({ hosts: { 'tracker.test': rule('block') } });
  const { parts } = sampleParts({ rules });
  const learn = (name: string, who: Partial<Device> = {}) =>
    grpcHosts.learn(device(who).id, host(name));
  return { parts, settings: sampleSettings(), grpcHosts, learn };
}

const asks = (name: string, who: Partial<Device> = {}) => ({
  device: device(who),
  destination: to(name),
});

it('a host like any other is opened', async () => {
  expect(await whyLeftClosed(asks('a.test'), host('a.test'), tools())).toBeNull();
});

it('one to which the device speaks gRPC is not, whichever name was asked for', async () => {
  const with_ = tools();
  with_.learn('a.test');
  expect(await whyLeftClosed(asks('a.test'), host('a.test'), with_)).toBe('grpc');
  expect(await whyLeftClosed(asks('203.0.113.7'), host('a.test'), with_)).toBe('grpc');
  expect(await whyLeftClosed(asks('a.test'), null, with_)).toBe('grpc');
});

it('one that is blocked by name is opened all the same, and so is the page', async () => {
  const with_ = tools();
  with_.learn('tracker.test');
  with_.learn('eyelid.internal');
  expect(await whyLeftClosed(asks('tracker.test'), null, with_)).toBeNull();
  const observed = asks('tracker.test', { mode: 'observe' });
  expect(await whyLeftClosed(observed, null, with_)).toBe('grpc');
  expect(await whyLeftClosed(asks('eyelid.internal'), null, with_)).toBeNull();
});
