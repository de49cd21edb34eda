import type { Field, RequestInfo } from '../model/request.ts';
import { firstTold } from './dispatch.ts';
import { tellUnknown } from './fallback.ts';
import { fieldsFrom } from './fields.ts';
import { type Decoded, type Told, tell } from './told.ts';

/**
 * What a request tells a tracker, in one sentence, or null where it is not
 * understood. `fields` are those of the query and of the body as the device
 * sent them, decoded; `removed` are the names of those that were taken out on
 * the way, which the sentence says too. Values that are personal are never
 * repeated, only the names of their fields. Never throws.
 */
export function decode(
  request: RequestInfo,
  fields: readonly Field[],
  removed: readonly string[] = [],
): Decoded | null {
  const whole = toldBy(request, fields);
  if (whole === null || removed.length === 0) return whole === null ? null : tell(whole);
  const gone = new Set(removed);
  const left = toldBy(
    request,
    fields.filter(({ name }) => !gone.has(name)),
  );
  // What made it a hit of this tracker may itself be gone.
  const told = left?.tracker === whole.tracker ? left : whole;
  const facts = told.facts.filter(({ field }) => !gone.has(field));
  return tell(
    { ...told, facts },
    whole.facts.filter(({ field }) => gone.has(field)),
    whole,
  );
}

function toldBy(request: RequestInfo, all: readonly Field[]): Told | null {
  const fields = fieldsFrom(all);
  return firstTold(request, fields) ?? tellUnknown(request, fields);
}
