import { describe, expect, it } from 'vitest';
import {
  amountOf,
  countItems,
  eventName,
  fieldsFrom,
  firstOf,
  isHash,
  productsOf,
  siteOf,
} from '../../../src/trackers/fields.ts';

describe('amountOf', () => {
  it.each([
    ['89.90', 'EUR', '89.90 EUR'],
    ['89,90', 'eur', '89,90 EUR'],
    ['89.90', null, '89.90'],
    ['89.90', '<b>', '89.90'],
    ['0', 'EUR', null],
    ['0.00', 'EUR', null],
    ['0,00', 'EUR', null],
    ['', 'EUR', null],
    ['-5', 'EUR', null],
    ['1e99', 'EUR', null],
    ['49151234567890', 'EUR', null],
    [null, 'EUR', null],
  ])('%j %j is %j', (value, currency, expected) => {
    expect(amountOf(value, currency)).toBe(expected);
  });
});

describe('eventName', () => {
  it.each([
    ['Purchase', 'Purchase'],
    ['page_view', 'page_view'],
    [' Über uns ', 'Über uns'],
    ['com.shop.app', 'com.shop.app'],
    ['$pageview', '$pageview'],
    ['maria@example.org', 'an event'],
    ['call 0151234567', 'an event'],
    ['<script>', 'an event'],
    ['x'.repeat(41), 'an event'],
    ['', 'an event'],
    [null, 'an event'],
  ])('%j is %j', (value, expected) => {
    expect(eventName(value, 'an event')).toBe(expected);
  });
});

describe('isHash', () => {
  it.each([
    ['60c61206e36204aa3ac3b26c9994204e05c1f48ad55414a653704cecae7c43be', true],
    ['5d41402abc4b2a76b9719d911017c592', true],
    ['aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d', true],
    ['YsAr_2V73d-OT1eLsjR7QZB6UEJlTtqzzHCOeet0Ek8', true],
    ['maria@example.org', false],
    ['1234', false],
    ['f'.repeat(65), false],
  ])('%s: %j', (value, expected) => {
    expect(isHash(value)).toBe(expected);
  });
});

describe('siteOf', () => {
  it.each([
    ['https://shop.example/cart?email=maria', 'shop.example'],
    ['http://Shop.Example:8080/', 'shop.example'],
    ['https%3A%2F%2Fshop.example%2Fa', 'shop.example'],
    ['goal://shop.example/ORDER', 'shop.example'],
    ['javascript:alert(1)', 'page.example'],
    ['https://', 'page.example'],
    ['shop.example', 'page.example'],
    [`https://${'a'.repeat(300)}.example/`, 'page.example'],
    [`https://shop.example/${'a'.repeat(9_000)}`, 'page.example'],
  ])('%s is %s', (value, expected) => {
    const fields = [
      { name: 'dl', value: '' },
      { name: 'dl', value },
    ];
    expect(siteOf(fieldsFrom(fields), ['none', 'dl'], 'page.example')).toBe(expected);
  });
});

it('firstOf takes the first name that has a value', () => {
  const fields = fieldsFrom([
    { name: 'a', value: '' },
    { name: 'b', value: '1' },
    { name: 'a', value: '2' },
    { name: 'a', value: '3' },
  ]);
  expect(firstOf(fields, 'a', 'b')).toBe('2');
  expect(firstOf(fields, 'c', 'b')).toBe('1');
  expect(firstOf(fields)).toBeNull();
});

describe('productsOf', () => {
  const fields = fieldsFrom(
    ['items.0.id', 'items.1.id', 'items.10.id', 'itemsize.3.id', 'list.7', 'x.999.a', 'x.1000.a']
      .map((name) => ({ name, value: '5' }))
      .concat(
        { name: 'count', value: '3' },
        { name: 'none', value: '0' },
        { name: 'word', value: 'x' },
      ),
  );

  it.each([
    [['count'], 3],
    [['missing', 'count'], 3],
    [['items'], 11],
    [['list'], 8],
    [['word', 'items'], 11],
    [['none', 'items'], 0],
    [['missing'], 0],
    [['x'], 999],
  ])('%j tell of %i', (names, expected) => {
    expect(productsOf(fields, names)).toBe(expected);
  });

  it('counts a list that is the body itself', () => {
    const root = fieldsFrom([
      { name: '0.event', value: 'a' },
      { name: '1.event', value: 'b' },
    ]);
    expect(countItems(root, '')).toBe(2);
  });
});
