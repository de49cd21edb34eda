import { expect, test } from 'vitest';
import { allAssets, loadAssets, pathOf, SCRIPTS } from '../../../src/status/assets.ts';

test('the files are small, named by their content, and ask for nothing outside', () => {
  const files = allAssets(loadAssets());
  const bytes = files.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
  expect(bytes).toBeLessThan(100_000);
  for (const { body, address } of files) {
    expect(address).toMatch(/^\/(style\.css|[a-z-]+\.js|icon\.svg)\?v=[\w-]{12}$/);
    expect(body.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\/|url\(|@import/);
  }
  expect(files.map(({ address }) => address)).toEqual(
    allAssets(loadAssets()).map(({ address }) => address),
  );
  expect(new Set(files.map(({ body }) => body)).size).toBe(files.length);
});

test('a file is served at its address without the hash', () => {
  const { style, scripts } = loadAssets();
  expect(pathOf(style)).toBe('/style.css');
  for (const name of SCRIPTS) expect(pathOf(scripts[name])).toBe(`/${name}.js`);
});

test('the style sheet has its parts in order: what narrows comes last', () => {
  const { body } = loadAssets().style;
  const places = [':root', 'button,', '.chart', '.rows', '.device', '[hidden]'].map((part) =>
    body.lastIndexOf(part),
  );
  expect(places).not.toContain(-1);
  expect(body.lastIndexOf('[hidden]')).toBeGreaterThan(body.lastIndexOf('display: flex'));
});
