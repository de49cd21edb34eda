import { expect, test } from 'vitest';
import { loadAssets } from '../../../src/status/assets.ts';

test('the files are small, named by their content, and ask for nothing outside', () => {
  const { style, script, icon } = loadAssets();
  const bytes = [style, script, icon].reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
  expect(bytes).toBeLessThan(40_000);
  for (const { body, address } of [style, script, icon]) {
    expect(address).toMatch(/^\/(style\.css|live\.js|icon\.svg)\?v=[\w-]{12}$/);
    expect(body.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\/|url\(|@import/);
  }
  expect(loadAssets().style.address).toBe(style.address);
  expect(new Set([style, script, icon].map(({ body }) => body)).size).toBe(3);
});

test('the style sheet has its parts in order: what narrows comes last', () => {
  const { body } = loadAssets().style;
  const places = [':root', 'button,', '.chart', '.rows', '.device', '[hidden]'].map((part) =>
    body.lastIndexOf(part),
  );
  expect(places).not.toContain(-1);
  expect(body.indexOf(':root')).toBeLessThan(body.indexOf('@media (max-width'));
  expect(body.lastIndexOf('[hidden]')).toBeGreaterThan(body.lastIndexOf('display: flex'));
});
