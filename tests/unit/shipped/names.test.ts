import { describe, expect, it } from 'vitest';
import type { Hostname } from '../../../src/model/terms.ts';
import { shippedRules } from './rules.ts';

const rules = await shippedRules();

describe('by their name alone, for apps and televisions that are not opened', () => {
  it.each([
    'an.facebook.com',
    'gw.conversionsapigateway.com',
    'analytics.tiktok.com',
    'static.ads-twitter.com',
    'snap.licdn.com',
    'ct.pinterest.com',
    'tr.snapchat.com',
    'alb.reddit.com',
    'bat.bing.com',
    'k.clarity.ms',
    'stats.g.doubleclick.net',
    'sslwidget.criteo.com',
    'mc.yandex.ru',
    'track.hubspot.com',
  ])('%s is blocked', (hostname) => {
    expect(rules.matchHost(hostname as Hostname)).not.toBeNull();
  });

  it.each([
    // Login, pictures and messages are on the same hosts as the reports.
    ...['www.facebook.com', 'graph.facebook.com', 'ep1.facebook.com', 'connect.facebook.net'],
    ...['www.instagram.com', 'web.whatsapp.com', 'www.google.com', 'www.google-analytics.com'],
    ...['www.googletagmanager.com', 'www.tiktok.com', 't.co', 'x.com', 'www.linkedin.com'],
    ...['www.pinterest.com', 'www.snapchat.com', 'www.reddit.com', 'www.bing.com'],
    ...['shop.example', 'checkout.stripe.com', 'www.paypal.com', 'accounts.google.com'],
  ])('%s is not', (hostname) => {
    expect(rules.matchHost(hostname as Hostname)).toBeNull();
  });
});

describe('at the level that opens the hosts of trackers', () => {
  it.each([
    'www.facebook.com',
    'graph.facebook.com',
    'connect.facebook.net',
    'mpc-prod-27-s6uit34pua-uk.a.run.app',
    'capig.shop.example',
    'www.google-analytics.com',
  ])('%s is opened', (hostname) => {
    expect(rules.mayMatchHost(hostname as Hostname)).toBe(true);
  });

  it.each(['shop.example', 'shop-prod-27.a.run.app', 'api.bank.example', 'www.wikipedia.org'])(
    '%s is not',
    (hostname) => {
      expect(rules.mayMatchHost(hostname as Hostname)).toBe(false);
    },
  );
});
