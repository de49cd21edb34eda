import { type TypeMask, typeBit } from '../../model/request.ts';
import type { Remark } from './finding.ts';

const FRAMES = typeBit('subdocument') | typeBit('object');

/** What is to be said of a placeholder for requests of these types. */
export function noFrame(types: TypeMask): Remark | null {
  if ((types & FRAMES) !== 0) return null;
  const reason = 'a placeholder stands in for frames; of other types it is no more than a block';
  return { code: 'no-frame', reason };
}
