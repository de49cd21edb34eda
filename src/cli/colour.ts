export const COLOUR_CHOICES = ['auto', 'always', 'never'] as const;
export type ColourChoice = (typeof COLOUR_CHOICES)[number];

/** SGR parameters of ECMA-48 section 8.3.117, in the eight colours that every terminal has. */
const CODES = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  faint: 2,
} as const;
export type Colour = keyof typeof CODES;

/** Puts a text in a colour, or leaves it as it is. The text holds no control characters. */
export type Paint = (text: string, colour: Colour | null) => string;

/** What is known of where the output goes. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** In colour where a person asks for it, else on terminals that take it and where `NO_COLOR` is not set. */
export function painter(choice: ColourChoice, { isTTY = false, env }: Terminal): Paint {
  const isWanted = isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const isOn = choice === 'always' || (choice === 'auto' && isWanted);
  if (!isOn) return (text) => text;
  return (text, colour) =>
    colour === null || text === '' ? text : `\u001b[${CODES[colour]}m${text}\u001b[0m`;
}
