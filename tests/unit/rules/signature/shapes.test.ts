import { describe, expect, it } from 'vitest';
import { matching, type Sent, signatures } from '../../../support/signature-request.ts';

// What the format must be able to say: the documented shapes of trackers'
// reports, whatever host they are sent to.
const SET = signatures(String.raw`
signatures:
  - id: pixel
    when:
      fields: { id: '~^\d{14,17}$', ev: true }
      anyField: [dl, noscript]
    action: block
  - id: gateway
    when:
      - body: { fb.pixel_id: true }
      - body: { event_name: true, '~^fb\.': true }
    action: block
  - id: gateway-event-id
    when: { anyValue: '~^ob3?_plugin-set_[0-9a-f]{64}$' }
    action: block
  - id: relay
    when: { method: POST, body: { data.0.event_name: true, data.0.user_data: true } }
    action: block
  - id: plugin-relay
    when:
      - fields: { action: pys_api_event }
      - path: /wp-json/pys-*/v1/event
      - { method: POST, path: '*open-bridge/events' }
    action: block
  - id: app-events
    when: { fields: { extinfo: true }, anyField: [advertiser_id, anon_id] }
    action: block
  - id: hashed-fields
    when: { fields: { '~^(ud|udff|aud|audff)\[': true } }
    action: block
  - id: ga4
    when: { query: { v: 2, tid: '~^(G|GT|AW|DC)-' } }
    action: block
  - id: ga4-path
    when: { path: '*/g/collect' }
    action: block
  - id: tiktok
    when: { body: { context.pixel.code: true, library: true } }
    action: block
  - id: linkedin
    when: { body: { pids: true, websiteSignalRequestId: true } }
    action: block
  - id: snap
    when: { body: { ctx: true, req: true, u_scsid: true } }
    action: block
`);

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const TEXT = { 'Content-Type': 'text/plain;charset=UTF-8' };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const HASH = 'ab'.repeat(32);
const MULTIPART = {
  headers: { 'Content-Type': 'multipart/form-data; boundary=B' },
  body: ['id', '123456789012345', 'ev', 'PageView', 'dl', 'https://shop.example/']
    .map((text, i) =>
      i % 2 === 0 ? `--B\r\nContent-Disposition: form-data; name="${text}"\r\n\r\n` : `${text}\r\n`,
    )
    .join('')
    .concat('--B--\r\n'),
};

describe('shapes that are found', () => {
  it.each<[string, string, Sent, readonly string[]]>([
    [
      'M1 image',
      'https://px.shop.example/tr/?id=123456789012345&ev=PageView&dl=https%3A%2F%2Fshop.example',
      {},
      ['pixel'],
    ],
    [
      'M1 noscript',
      'https://px.shop.example/tr?id=123456789012345&ev=PageView&noscript=1',
      {},
      ['pixel'],
    ],
    [
      'M1 form post',
      'https://px.shop.example/tr/',
      { headers: FORM, body: 'id=123456789012345&ev=Buy&dl=x' },
      ['pixel'],
    ],
    ['M1 beacon', 'https://px.shop.example/tr/', MULTIPART, ['pixel']],
    [
      'M1 split',
      'https://px.shop.example/tr/?id=123456789012345',
      { headers: FORM, body: 'ev=Buy&dl=x' },
      ['pixel'],
    ],
    [
      'M2 key',
      'https://gw.shop.example/events',
      { headers: TEXT, body: '{"event_name":"Buy","fb.pixel_id":"123456789012345"}' },
      ['gateway'],
    ],
    [
      'M2 any fb. key',
      'https://gw.shop.example/events',
      { headers: TEXT, body: '{"event_name":"Buy","fb.fbp":"fb.1.2.3"}' },
      ['gateway'],
    ],
    [
      'M3 body',
      'https://shop.example/e',
      { headers: JSON_TYPE, body: `{"event_id":"ob3_plugin-set_${HASH}"}` },
      ['gateway-event-id'],
    ],
    ['M3 query', `https://shop.example/e?eid=ob_plugin-set_${HASH}`, {}, ['gateway-event-id']],
    [
      'M4',
      'https://shop.example/relay',
      { headers: JSON_TYPE, body: '{"data":[{"event_name":"Buy","user_data":{"em":["x"]}}]}' },
      ['relay'],
    ],
    [
      'M4 without data',
      'https://shop.example/relay',
      { headers: JSON_TYPE, body: '{"data":[{"event_name":"Buy","user_data":{}}]}' },
      ['relay'],
    ],
    [
      'M5 action',
      'https://shop.example/wp-admin/admin-ajax.php',
      { headers: FORM, body: 'action=pys_api_event&event=x' },
      ['plugin-relay'],
    ],
    [
      'M5 path',
      'https://shop.example/wp-json/pys-facebook/v1/event',
      { method: 'POST' },
      ['plugin-relay'],
    ],
    [
      'M5 open bridge',
      'https://shop.example/wp-json/open-bridge/events',
      { method: 'POST' },
      ['plugin-relay'],
    ],
    [
      'M6 form',
      'https://g.example/1/activities',
      { headers: FORM, body: 'advertiser_id=x&extinfo=%5B%22a2%22%5D' },
      ['app-events'],
    ],
    [
      'M6 JSON',
      'https://g.example/1/activities',
      { headers: JSON_TYPE, body: '{"anon_id":"XZ1","extinfo":["a2","x"]}' },
      ['app-events'],
    ],
    ['X2 encoded', 'https://a.example/x?ud%5Bem%5D=1', {}, ['hashed-fields']],
    ['X2 plain', 'https://a.example/x?udff[ph]=1', {}, ['hashed-fields']],
    [
      'X2 body',
      'https://a.example/x',
      { headers: FORM, body: 'audff%5Bem%5D=1' },
      ['hashed-fields'],
    ],
    ['G1', 'https://sst.shop.example/x?v=2&tid=G-ABC123', {}, ['ga4']],
    ['G2', 'https://shop.example/metrics/g/collect?a=1', {}, ['ga4-path']],
    [
      'T1',
      'https://t.example/api',
      { headers: TEXT, body: '{"context":{"pixel":{"code":"C1"}},"library":{"name":"x"}}' },
      ['tiktok'],
    ],
    [
      'L1',
      'https://l.example/wa/',
      { headers: JSON_TYPE, body: '{"pids":["1"],"websiteSignalRequestId":"u"}' },
      ['linkedin'],
    ],
    [
      'S1',
      'https://s.example/p',
      { headers: TEXT, body: '{"ctx":{"url":"x"},"req":[{"t":{}}],"u_scsid":"1"}' },
      ['snap'],
    ],
  ])('%s', (_, url, sent, expected) => {
    expect(matching(SET, url, sent)).toEqual(expected);
  });
});

describe('neighbours that pass', () => {
  it.each<[string, string, Sent]>([
    ['a short id', 'https://a.example/?id=12345&ev=x&dl=y', {}],
    ['no page', 'https://a.example/?id=123456789012345&ev=x', {}],
    [
      'an event without Meta',
      'https://a.example/e',
      { headers: JSON_TYPE, body: '{"event_name":"Buy","facebook":1}' },
    ],
    ['another event id', `https://a.example/?eid=plugin-set_${HASH}`, {}],
    [
      'a list without user data',
      'https://a.example/',
      { headers: JSON_TYPE, body: '{"data":[{"event_name":"Buy"}]}' },
    ],
    [
      'another action of the same script',
      'https://a.example/wp-admin/admin-ajax.php',
      { headers: FORM, body: 'action=heartbeat' },
    ],
    ['open bridge by GET', 'https://a.example/open-bridge/events', {}],
    ['v=2 of something else', 'https://a.example/?v=2&tid=123', {}],
    ['v=20', 'https://a.example/?v=20&tid=G-1', {}],
    ['a longer path', 'https://a.example/g/collect/more', {}],
    ['a name that only begins so', 'https://a.example/?udx=1&context.pixel.codec=2', {}],
    [
      'the same words in a page',
      'https://a.example/?id=123456789012345&ev=x&dl=y',
      { headers: { 'Sec-Fetch-Dest': 'document' } },
    ],
    [
      'a body of another kind',
      'https://a.example/',
      { headers: { 'Content-Type': 'application/octet-stream' }, body: 'extinfo=1&anon_id=2' },
    ],
  ])('%s', (_, url, sent) => {
    expect(matching(SET, url, sent)).toEqual([]);
  });
});
