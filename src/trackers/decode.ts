import type { Field, RequestInfo } from '../model/request.ts';
import { decodeByTable } from './by-table.ts';
import { decodeGoogle } from './google-analytics.ts';
import { decodeMetaApp } from './meta-app.ts';
import { decodeMetaGateway } from './meta-gateway.ts';
import { decodeMetaPixel } from './meta-pixel.ts';
import { decodeMetaPlugin } from './meta-plugin.ts';
import { decodeTikTok } from './tiktok.ts';
import { type Decoded, tell } from './told.ts';

/** Most certain first: a format that is named by several fields before a host. */
const DECODERS = [
  decodeMetaGateway,
  decodeMetaPixel,
  decodeMetaApp,
  decodeMetaPlugin,
  decodeTikTok,
  decodeGoogle,
  decodeByTable,
] as const;

/**
 * What a request tells a tracker, in one sentence, or null where it is not
 * understood. `fields` are those of the query and of the body, decoded. Values
 * that are personal are never repeated, only the names of their fields. Never
 * throws.
 */
export function decode(request: RequestInfo, fields: readonly Field[]): Decoded | null {
  for (const decoder of DECODERS) {
    const told = decoder(request, fields);
    if (told !== null) return tell(told);
  }
  return null;
}
