import type { Field, RequestInfo } from '../model/request.ts';
import { firstTold } from './dispatch.ts';
import { tellUnknown } from './fallback.ts';
import { fieldsFrom } from './fields.ts';
import { type Decoded, tell } from './told.ts';

/**
 * What a request tells a tracker, in one sentence, or null where it is not
 * understood. `fields` are those of the query and of the body, decoded. Values
 * that are personal are never repeated, only the names of their fields. Never
 * throws.
 */
export function decode(request: RequestInfo, fields: readonly Field[]): Decoded | null {
  const sorted = fieldsFrom(fields);
  const told = firstTold(request, sorted) ?? tellUnknown(request, sorted);
  return told === null ? null : tell(told);
}
