/** More names than this are counted, not told. */
const MAX_NAMES = 3;

/** `a, b and 3 others`: the first ones by name, the rest by number. */
export function counted(names: readonly string[]): string {
  if (names.length <= MAX_NAMES) return list(names);
  const told = MAX_NAMES - 1;
  return list([...names.slice(0, told), `${names.length - told} others`]);
}

/** `a, b and c`. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
