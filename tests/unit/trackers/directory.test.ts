import { describe, expect, it } from 'vitest';
import type { Rule } from '../../../src/model/rule.ts';
import type { Hostname } from '../../../src/model/terms.ts';
import { trackerOf } from '../../../src/trackers/directory.ts';
import { VENDORS } from '../../../src/trackers/dispatch.ts';

const rule = (tracker: string | null): Rule => ({
  list: 'meta.txt',
  line: 1,
  text: '||x^',
  action: 'block',
  title: null,
  tracker,
  personal: false,
});

describe('trackerOf', () => {
  it.each([
    ['www.facebook.com', 'Meta Facebook'],
    ['an.facebook.com', 'Meta Audience Network'],
    ['connect.facebook.net', 'Meta Pixel and SDK'],
    ['region1.google-analytics.com', 'Google Analytics'],
    ['4823948.fls.doubleclick.net', 'Google Marketing Platform'],
    ['notfacebook.com', null],
    ['facebook.com.example', null],
    ['com', null],
    ['192.0.2.1', null],
    ['constructor', null],
    ['__proto__', null],
  ])('%s is %j', (hostname, tracker) => {
    expect(trackerOf(hostname as Hostname, null)).toBe(tracker);
    expect(trackerOf(hostname as Hostname, rule(null))).toBe(tracker);
  });

  it.each(['Several', 'Unknown'])('a rule about %s says nothing of whom', (said) => {
    expect(trackerOf('shop.example' as Hostname, rule(said))).toBeNull();
    expect(trackerOf('an.facebook.com' as Hostname, rule(said))).toBe('Meta Audience Network');
    expect(trackerOf('an.facebook.com' as Hostname, rule('Criteo'))).toBe('Criteo');
  });

  it('knows every host whose hits are understood', () => {
    const hosts = VENDORS.flatMap((vendor) => vendor.hosts);
    expect(hosts.filter((host) => trackerOf(host as Hostname, null) === null)).toEqual([]);
    expect(hosts.length).toBeGreaterThan(100);
  });

  it('believes the rule first', () => {
    expect(trackerOf('www.facebook.com' as Hostname, rule('Meta Pixel'))).toBe('Meta Pixel');
    expect(trackerOf('shop.example' as Hostname, rule('Stape'))).toBe('Stape');
  });
});
