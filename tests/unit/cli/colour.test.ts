import { describe, expect, it } from 'vitest';
import { type ColourChoice, painter, type Terminal } from '../../../src/cli/colour.ts';

const RED = '\u001b[31mno\u001b[0m';

describe('painter', () => {
  it.each<[ColourChoice, Terminal, string]>([
    ['auto', { isTTY: true, env: {} }, RED],
    ['auto', { isTTY: true, env: { NO_COLOR: '' } }, RED],
    ['auto', { isTTY: true, env: { NO_COLOR: '1' } }, 'no'],
    ['auto', { isTTY: true, env: { TERM: 'dumb' } }, 'no'],
    ['auto', { isTTY: false, env: {} }, 'no'],
    ['auto', { isTTY: undefined, env: {} }, 'no'],
    ['always', { isTTY: false, env: { NO_COLOR: '1', TERM: 'dumb' } }, RED],
    ['never', { isTTY: true, env: {} }, 'no'],
  ])('%s on %j', (choice, terminal, painted) => {
    expect(painter(choice, terminal)('no', 'red')).toBe(painted);
    expect(painter(choice, terminal)('no', null)).toBe('no');
  });
});
