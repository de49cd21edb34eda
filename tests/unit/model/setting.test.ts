import { expect, test } from 'vitest';
import { documentedKeys } from '../../../src/config/document.ts';
import { SETTING_KEYS } from '../../../src/model/setting.ts';

test('each is a setting of the config file, in its order', () => {
  const keys = documentedKeys().map(({ key }) => key);
  const places = SETTING_KEYS.map((key) => keys.indexOf(key));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
