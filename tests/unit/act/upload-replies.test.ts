import { expect, test } from 'vitest';
import { uploadReply } from '../../../src/act/upload-replies.ts';
import { request } from './samples.ts';

const SUCCESS = '{"success":true}';

test.each([
  ['https://graph.facebook.com/v16.0/123456/activities', SUCCESS],
  ['https://graph.facebook.com/v16.0/123456/activities?format=json', SUCCESS],
  ['https://graph.facebook.com/123456/activities/', SUCCESS],
  ['https://ep1.facebook.com/v17.0/123456/activities', SUCCESS],
  ['https://graph.facebook.com/network_ads_common', '{}'],
  ['https://graph.facebook.com/v16.0/network_ads_common?x=1', '{}'],
  ['https://web.facebook.com/adnw_sync2', '{}'],
  ['https://gateway.shop.example/capi/998877/events', SUCCESS],
  ['https://shop.example/wp-json/pys-facebook/v1/event', SUCCESS],
  ['https://shop.example/blog/wp-json/pys-tiktok/v1/event', SUCCESS],
  ['https://analytics.us.tiktok.com/api/v1/app_sdk/batch', '{"code":0,"message":"OK","data":{}}'],
  ['https://shop.example/api/v1/app_sdk/batches', null],
  ['https://graph.facebook.com/me/activities', null],
  ['https://graph.facebook.com/v16.0/123456/activities_log', null],
  ['https://graph.facebook.com/v16.0/me?x=/1/activities', null],
  ['https://notfacebook.com/v16.0/123456/activities', null],
  ['https://strava.example/123/activities', null],
  ['https://shop.example/capi/998877/events/1', null],
  ['https://shop.example/wp-json/wp/v2/event', null],
])('POST %s', (url, reply) => {
  expect(uploadReply(request({ method: 'POST', url }))).toBe(reply);
  expect(uploadReply(request({ method: 'GET', url }))).toBeNull();
});
