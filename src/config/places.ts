import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { SETTING_KEYS, type SettingKey } from '../model/setting.ts';
import { CONFIG_FILE } from './load.ts';

/** The lines of the config file that set a setting; without an entry where it does not. */
export type Places = ReadonlyMap<SettingKey, number>;

/**
 * Where a text in the form of the config file sets the settings that may be
 * changed at run time. A key without a value sets nothing. Never throws: a text
 * that cannot be read sets nothing (`loadConfig` says what is wrong with it).
 */
export function placesIn(text: string): Places {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const places = new Map<SettingKey, number>();
  for (const key of SETTING_KEYS) {
    const path = key.split('.');
    const value: unknown = document.hasIn(path) ? document.getIn(path, true) : null;
    if (isValue(value)) places.set(key, lines.linePos(value.range[0]).line);
  }
  return places;
}

/** As `placesIn`, of the config file of a home; empty where there is none. */
export function readPlaces(home: string): Places {
  try {
    return placesIn(readFileSync(join(home, CONFIG_FILE), 'utf8'));
  } catch {
    return new Map();
  }
}

/** A scalar of the document that is not empty. */
function isValue(node: unknown): node is { readonly range: readonly [number, number, number] } {
  if (typeof node !== 'object' || node === null || !('value' in node)) return false;
  return node.value !== null && 'range' in node && Array.isArray(node.range);
}
