/** What a person may change while the program runs, by its key in the config file. */
export const SETTING_KEYS = [
  'levels.default',
  'levels.trusted',
  'mode',
  'pac.fallback',
  'log.detail',
  'log.scope',
  'log.days',
  'log.megabytes',
  'status.sessionDays',
  'status.guest',
] as const;
export type SettingKey = (typeof SETTING_KEYS)[number];
export type SettingValue = string | number | boolean;

/** What may be chosen. */
export type SettingKind =
  | { readonly type: 'choice'; readonly options: readonly string[] }
  /** Whole numbers, both ends included. */
  | { readonly type: 'number'; readonly least: number; readonly most: number }
  | { readonly type: 'switch' };

/** One setting as people see it. */
export interface SettingView {
  readonly key: SettingKey;
  /** What is in force. */
  readonly value: SettingValue;
  /** Who says so, strongest first: the config file, the page or the command line, nobody. */
  readonly from: 'file' | 'chosen' | 'default';
  /** The line of the config file that sets it; null where none does. */
  readonly line: number | null;
  /** What holds where nobody says anything. */
  readonly fallback: SettingValue;
  readonly kind: SettingKind;
  /** One or two sentences, from the schema. */
  readonly help: string;
}
