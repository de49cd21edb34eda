import { findCalls, type Literal } from '../model/script-calls.ts';

/** A Conversions API gateway that a pixel reports to besides. */
export interface MetaGateway {
  /** Its address; the pixel posts to `/events` below it. */
  readonly endpoint: string;
  readonly targetDomain: string | null;
  /** Where the pixel turns to when the gateway does not answer. */
  readonly fallbackDomain: string | null;
  /** Whether a hash of the page's origin is put behind `/events`. */
  readonly usePathCookie: boolean;
}

/** What the settings of a pixel say. */
export interface MetaPixelConfig {
  /** Its number. */
  readonly pixel: string;
  readonly gateways: readonly MetaGateway[];
  /** The personal fields that it collects by itself (`em`, `ph`, ...); empty where it does not. */
  readonly matchKeys: readonly string[];
  /** What it is opted in to, as written: `InferredEvents`, `FirstPartyCookies`, ... */
  readonly optedIn: readonly string[];
}

/** A pixel's number (wire catalogue: 14 to 17 digits; older ones are shorter). */
const PIXEL = /^\d{5,20}$/;
/** A shop has one gateway, agencies have a few. */
const MAX_GATEWAYS = 16;
const MAX_PIXELS = 64;
/** Real ones are opted in to some thirty things. */
const MAX_OPTED_IN = 200;

/**
 * Reads the script that a browser gets from
 * `connect.facebook.net/signals/config/<pixel>`: it tells the pixel's settings
 * by `config.set("<pixel>", "openbridge", {...})`,
 * `config.set("<pixel>", "automaticMatching", {...})` and
 * `instance.optIn("<pixel>", "<name>", true)`, as seen in scripts of 2025 and
 * 2026. One script may speak of several pixels. Empty for any other text.
 */
export function readMetaConfig(text: string): readonly MetaPixelConfig[] {
  const pixels = new Map<string, MetaPixelConfig>();
  for (const { method, args } of findCalls(text, ['set', 'optIn'])) {
    const [id, name, value] = args;
    if (typeof id !== 'string' || !PIXEL.test(id) || typeof name !== 'string') continue;
    const before = pixels.get(id);
    if (before === undefined && pixels.size === MAX_PIXELS) break;
    pixels.set(id, withCall(before ?? newConfig(id), method, name, value ?? null));
  }
  return [...pixels.values()];
}

function newConfig(pixel: string): MetaPixelConfig {
  return { pixel, gateways: [], matchKeys: [], optedIn: [] };
}

function withCall(
  config: MetaPixelConfig,
  method: string,
  name: string,
  value: Literal,
): MetaPixelConfig {
  if (method === 'optIn') {
    const isOne = value !== false && config.optedIn.length < MAX_OPTED_IN;
    return isOne ? { ...config, optedIn: [...config.optedIn, name] } : config;
  }
  if (name === 'openbridge') {
    const found = list(field(value, 'endpoints')).flatMap(gatewayOf);
    return { ...config, gateways: [...config.gateways, ...found].slice(0, MAX_GATEWAYS) };
  }
  if (name !== 'automaticMatching') return config;
  const keys = list(field(value, 'selectedMatchKeys'));
  return { ...config, matchKeys: keys.filter((key) => typeof key === 'string') };
}

function gatewayOf(value: Literal): readonly MetaGateway[] {
  const endpoint = text(field(value, 'endpoint'));
  if (endpoint === null) return [];
  return [
    {
      endpoint,
      targetDomain: text(field(value, 'targetDomain')),
      fallbackDomain: text(field(value, 'fallbackDomain')),
      usePathCookie: field(value, 'usePathCookie') === true,
    },
  ];
}

function field(value: Literal, name: string): Literal {
  return value instanceof Map ? ((value.get(name) as Literal | undefined) ?? null) : null;
}

function list(value: Literal): readonly Literal[] {
  return Array.isArray(value) ? value : [];
}

function text(value: Literal): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
