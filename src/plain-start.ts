import { PROJECT } from './home.ts';

/**
 * The home that `start` is asked for where the arguments are written as a
 * service has them: `start`, `start --home DIR`, `start --home=DIR`. Null for
 * all else, which is for the command line to read: it takes longer to load
 * than the rest of the start.
 */
export function plainStart(args: readonly string[]): string | null {
  const [command, option = null, value = null, ...more] = args;
  if (command !== 'start' || more.length > 0) return null;
  if (option === null) return PROJECT;
  const written = option.startsWith('--home=') && value === null ? option.slice(7) : value;
  const isHome = option === '--home' || option.startsWith('--home=');
  return isHome && written !== null && /^[^-]/.test(written) ? written : null;
}
