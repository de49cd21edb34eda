import { describe, expect, test } from 'vitest';
import { stubBody } from '../../../../src/act/stubs/bodies.ts';
import { standIn as standInOf } from '../../../../src/act/stubs/stand-in.ts';
import {
  ANY_TYPE,
  RESOURCE_TYPES,
  type RequestInfo,
  type ResourceType,
  typeBit,
} from '../../../../src/model/request.ts';
import { STUB_NAMES, stubContentType } from '../../../../src/model/stub-names.ts';
import { request } from '../samples.ts';

const standIn = (name: string, asked: RequestInfo) =>
  standInOf(name, asked, (file) => (file === 'mine.js' ? 'let mine;' : null));
const fitting = (name: string): readonly ResourceType[] =>
  RESOURCE_TYPES.filter((type) => standIn(name, request({ type })) !== null);

describe('standIn', () => {
  test.each<[string, readonly ResourceType[]]>([
    ['noopjs', ['script', 'xhr', 'ping', 'other']],
    ['noopcss', ['stylesheet', 'xhr', 'other']],
    ['noopframe', ['subdocument', 'object', 'xhr', 'other']],
    ['nooptext', ['subdocument', 'script', 'media', 'object', 'xhr', 'ping', 'other']],
    ['noopjson', ['xhr', 'ping', 'other']],
    ['1x1.gif', ['image', 'xhr', 'other']],
    ['2x2-transparent.png', ['image', 'xhr', 'other']],
    ['blank-mp3', ['media', 'object', 'xhr', 'other']],
    ['noopmp4-1s', ['media', 'object', 'xhr', 'other']],
    ['noopvast-3.0', ['object', 'xhr', 'other']],
    ['empty', []],
    ['none', []],
    ['click2load.html', []],
    ['google-analytics', []],
    ['nonsense', []],
    ['mine.js', ['script', 'xhr', 'ping', 'other']],
    ['not-mine.js', []],
  ])('%s answers %j', (name, types) => {
    expect(fitting(name)).toEqual(types);
  });

  test('has the type and the body of its name', () => {
    expect(standIn('noopmp4-1s', request({ type: 'media' }))).toEqual({
      contentType: 'video/mp4',
      body: stubBody('noop-1s.mp4'),
    });
  });

  test('where the type is not known, the rule knows', () => {
    const unknown = request({ type: 'other', types: ANY_TYPE });
    expect(standIn('noopjs', unknown)).not.toBeNull();
    const perhaps = request({ type: 'image', types: typeBit('image') | typeBit('script') });
    expect(standIn('noopjs', perhaps)).not.toBeNull();
  });

  test('never for a page that a person may have opened', () => {
    const perhaps = request({ type: 'document', types: ANY_TYPE });
    expect(standIn('noopframe', perhaps)).toBeNull();
  });

  test('every body there is answers some request', () => {
    for (const { name } of STUB_NAMES) {
      expect([name, fitting(name).length > 0]).toEqual([name, stubBody(name) !== null]);
      if (stubBody(name) !== null) expect(stubContentType(name)).not.toBeNull();
    }
  });
});
