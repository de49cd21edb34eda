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
  const written = options.length === 1 ? /^--home=(.*)$/s.exec(options[0] ?? '')?.[1] : options[1];
  const isHome = options.length === 1 || (options.length === 2 && options[0] === '--home');
  return isHome && written !== undefined && /^[^-]/.test(written) ? written : null;
}
