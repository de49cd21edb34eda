import { PROJECT } from './home.ts';

/**
 * The home that `start` is asked for where the arguments are written as a
 * service has them: `start`, `start --home DIR`, `start --home=DIR`. Null for
 * all else, which is for the command line to read: it takes longer to load
 * than the rest of the start.
 */
export function plainStart(args: readonly string[]): string | null {
  const [command, ...options] = args;
  if (command !== 'start') return null;
  if (options.length === 0) return PROJECT;
  const [option = '', value = null] = options;
  const written = option.startsWith('--home=') ? option.slice('--home='.length) : value;
  const words = option.startsWith('--home=') ? 1 : option === '--home' ? 2 : 0;
  return words === options.length && written !== null && /^[^-]/.test(written) ? written : null;
}
