import { expect, it } from 'vitest';
import type { Device } from '../../../src/model/device.ts';
import type { Destination, Hostname } from '../../../src/model/terms.ts';
import type { Contact } from '../../../src/proxy/first-contact.ts';
import { whyLeftClosed } from '../../../src/proxy/why-left-closed.ts';
import { rule } from '../act/samples.ts';
import { device, host, ruleSet, sampleParts, sampleSettings, to } from './samples.ts';

function tools(contact: Contact = 'good') {
  const asked: string[] = [];
  const firstContact = {
    with: (dial: Destination, servername: Hostname) => {
      asked.push(`${dial.hostname}:${dial.port} ${servername}`);
      return Promise.resolve(contact);
    },
  };
  const rules = () => ruleSet({ hosts: { 'tracker.test': rule('block') } });
  const { parts } = sampleParts({ rules });
  return { parts, settings: sampleSettings(), firstContact, asked };
}

const asks = (name: string, who: Partial<Device> = {}) => ({
  device: device(who),
  destination: to(name),
});

it('a host like any other is opened', async () => {
  expect(await whyLeftClosed(asks('a.test'), host('a.test'), tools())).toBeNull();
});

it('one that is blocked by name is contacted where the device is only observed', async () => {
  const observed = asks('tracker.test', { mode: 'observe' });
  expect(await whyLeftClosed(observed, null, tools('bad'))).toBe('upstream-certificate');
});

it.each([
  ['good', null],
  ['none', null],
  ['bad', 'upstream-certificate'],
] as const)('where the first contact was %s, it is %s', async (contact, expected) => {
  const with_ = tools(contact);
  expect(await whyLeftClosed(asks('203.0.113.7'), host('a.test'), with_)).toBe(expected);
  expect(await whyLeftClosed(asks('b.test'), null, with_)).toBe(expected);
  expect(with_.asked).toEqual(['203.0.113.7:443 a.test', 'b.test:443 b.test']);
});

it('a host that is blocked by name is not contacted, and neither is the page', async () => {
  const with_ = tools('bad');
  expect(await whyLeftClosed(asks('tracker.test'), null, with_)).toBeNull();
  expect(await whyLeftClosed(asks('203.0.113.7'), host('tracker.test'), with_)).toBeNull();
  expect(await whyLeftClosed(asks('eyelid.internal'), null, with_)).toBeNull();
  expect(with_.asked).toEqual([]);
});
