import { z } from 'zod';
import { AppError } from '../model/errors.ts';
import {
  SETTING_KEYS,
  type SettingKey,
  type SettingKind,
  type SettingValue,
} from '../model/setting.ts';
import { type Config, configSchema } from './schema.ts';

/** Values that were chosen while the program runs, by their keys. */
export type Chosen = ReadonlyMap<SettingKey, SettingValue>;

/** What the schema says of one setting that may be changed at run time. */
export interface Changeable {
  readonly kind: SettingKind;
  readonly help: string;
  readonly fallback: SettingValue;
}

const LONGEST_QUOTE = 40;

/** The key, where the text is one of a setting that may be changed at run time. */
export function settingKey(text: unknown): SettingKey | null {
  return SETTING_KEYS.find((key) => key === text) ?? null;
}

/** What may be chosen for a setting, its help text and its default, all from the schema. */
export function changeable(key: SettingKey): Changeable {
  const field = fieldOf(key);
  const { defaultValue } = field.def;
  return {
    kind: kindOf(key, field.def.innerType),
    help: field.description ?? '',
    fallback: defaultValue as SettingValue,
  };
}

/** The value, where it may stand in the config file at that key; null for any other. */
export function validValue(key: SettingKey, value: unknown): SettingValue | null {
  const read = fieldOf(key).safeParse(value);
  return read.success && value !== undefined ? (read.data as SettingValue) : null;
}

/** Reads what a person typed or chose. Throws INPUT_INVALID, saying what is wanted. */
export function parseSetting(key: SettingKey, text: string): SettingValue {
  const { kind } = changeable(key);
  const value = validValue(key, plainValue(kind, text.trim()));
  if (value !== null) return value;
  throw new AppError(
    'INPUT_INVALID',
    `changing the setting "${key}" to "${text.slice(0, LONGEST_QUOTE)}": must be ${wanted(kind)}`,
  );
}

/** The config with the chosen values in the place of its own; frozen to its depth. */
export function withChosen(config: Config, chosen: Chosen): Config {
  const changed: Record<string, unknown> = { ...config };
  for (const [key, value] of chosen) {
    const [group = '', name] = key.split('.');
    changed[group] =
      name === undefined ? value : Object.freeze({ ...groupOf(changed[group]), [name]: value });
  }
  return Object.freeze(changed) as Config;
}

/** What a config has at a key. */
export function valueAt(config: Config, key: SettingKey): SettingValue {
  const [group = '', name] = key.split('.');
  const found = groupOf(config)[group];
  return (name === undefined ? found : groupOf(found)[name]) as SettingValue;
}

type Field = z.ZodPrefault<z.ZodType>;

function fieldOf(key: SettingKey): Field {
  const found = key
    .split('.')
    .reduce<z.ZodType>((schema, name) => inner(schema).shape[name] as z.ZodType, configSchema);
  return found as Field;
}

/** A group of settings, whether it may be left out or not. */
function inner(schema: z.ZodType): z.ZodObject {
  return (schema instanceof z.ZodPrefault ? schema.def.innerType : schema) as z.ZodObject;
}

function kindOf(key: SettingKey, type: unknown): SettingKind {
  if (type instanceof z.ZodEnum) return { type: 'choice', options: type.options.map(String) };
  if (type instanceof z.ZodBoolean) return { type: 'switch' };
  if (type instanceof z.ZodNumber) {
    const { minValue, maxValue } = type;
    return { type: 'number', least: minValue ?? 0, most: maxValue ?? Number.MAX_SAFE_INTEGER };
  }
  throw new Error(`the setting "${key}" is of a kind that cannot be changed at run time`);
}

function plainValue(kind: SettingKind, text: string): unknown {
  if (kind.type === 'number') return /^\d{1,9}$/.test(text) ? Number(text) : text;
  if (kind.type === 'choice') return text;
  return text === 'true' || text === 'on'
    ? true
    : text === 'false' || text === 'off'
      ? false
      : text;
}

function wanted(kind: SettingKind): string {
  switch (kind.type) {
    case 'choice':
      return `one of ${kind.options.join(', ')}`;
    case 'number':
      return `a whole number from ${kind.least} to ${kind.most}`;
    case 'switch':
      return 'on or off';
  }
}

function groupOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
