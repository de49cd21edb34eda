import { describe, expect, it } from 'vitest';
import { takeInheritedSockets } from '../../../src/proxy/inherited-sockets.ts';

const PID = 4_711;

describe('sockets that somebody opened for us', () => {
  it.each([
    ['as many as are counted', { LISTEN_FDS: '2', LISTEN_PID: '4711' }, [3, 4]],
    ['none without the variables', {}, []],
    ['none that are meant for another process', { LISTEN_FDS: '2', LISTEN_PID: '1' }, []],
    ['none without an owner', { LISTEN_FDS: '2' }, []],
    ['none where the number is none', { LISTEN_FDS: '1e9', LISTEN_PID: '4711' }, []],
    ['none where the number is absurd', { LISTEN_FDS: '99', LISTEN_PID: '4711' }, []],
    ['none where it is negative', { LISTEN_FDS: '-1', LISTEN_PID: '4711' }, []],
    ['none where there are none', { LISTEN_FDS: '0', LISTEN_PID: '4711' }, []],
  ])('are %s', (_what, env, expected) => {
    expect(takeInheritedSockets({ ...env }, PID)).toEqual(expected);
  });

  it('are not told of to the programs that we start', () => {
    const env = { LISTEN_FDS: '1', LISTEN_PID: '4711', LISTEN_FDNAMES: 'web', PATH: '/bin' };
    takeInheritedSockets(env, PID);
    expect(env).toEqual({ PATH: '/bin' });
  });
});
