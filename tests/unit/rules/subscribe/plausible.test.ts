import { expect, test } from 'vitest';
import { whyImplausible, whyNoList } from '../../../../src/rules/subscribe/plausible.ts';

test.each([
  ['', 'it is empty'],
  ['<!DOCTYPE html><title>Log in</title>', 'it is a web page, as a login page or an error page is'],
  ['\uFEFF\n  <HTML lang=en>', 'it is a web page, as a login page or an error page is'],
  ['<?xml version="1.0"?>', 'it is a web page, as a login page or an error page is'],
  ['\n<!-- portal -->\n<html>', 'it is a web page, as a login page or an error page is'],
  ['<meta http-equiv=refresh>', 'it is a web page, as a login page or an error page is'],
  ['{"error":"not found"}', 'it is JSON'],
  ['[ "a" ]', 'it is JSON'],
  ['GIF89a\u0000\u0001', 'it is no text'],
])('%j is no list', (text, reason) => {
  expect(whyNoList(Buffer.from(text))).toBe(reason);
});

test.each([
  '[Adblock Plus 2.0]\n||a.b^',
  '||a.b^',
  '! <html>',
  '0.0.0.0 a.b',
  '/^<html/$x',
  '<-- a | b',
  '[$app=x]||a.b^',
])('%j may be one', (text) => {
  expect(whyNoList(Buffer.from(text))).toBeNull();
});

test.each([
  [0, null, 'none of its lines is a rule that a proxy can carry out'],
  [0, 5, 'none of its lines is a rule that a proxy can carry out'],
  [1, null, null],
  [1, 19, null],
  [50, 100, null],
  [49, 100, 'it has only 49 of 100 rules left; if that is right, update it with --force'],
  [9, 20, 'it has only 9 of 20 rules left; if that is right, update it with --force'],
  [300, 100, null],
])('%i rules after %j', (rules, before, reason) => {
  expect(whyImplausible(rules, before)).toBe(reason);
});
