import { z } from 'zod';
import { type HostException, SHIPPED_EXCEPTIONS } from './do-not-intercept.ts';
import { configSchema } from './schema.ts';

/** One setting as people see it. */
export interface DocumentedKey {
  /** Dotted; `[]` stands for any entry of a list: `devices[].match`. */
  readonly key: string;
  readonly help: string;
  /** As it would be written in the file; null for what an entry of a list must or may have. */
  readonly fallback: string | null;
}

/** Every setting of the schema, in its order; groups are not settings. */
export function documentedKeys(): readonly DocumentedKey[] {
  return describeFields(configSchema, '');
}

function describeFields(schema: z.ZodObject, prefix: string): readonly DocumentedKey[] {
  return Object.entries(schema.shape).flatMap(([name, field]) =>
    describeField(field as z.ZodType, `${prefix}${name}`),
  );
}

function describeField(field: z.ZodType, key: string): readonly DocumentedKey[] {
  const help = field.description ?? '';
  if (field instanceof z.ZodPrefault) {
    const inner = field.def.innerType as z.ZodType;
    if (inner instanceof z.ZodObject) return describeFields(inner, `${key}.`);
    const fallback = JSON.stringify(field.def.defaultValue).replaceAll(',', ', ');
    return [{ key, help, fallback }, ...describeEntries(inner, key)];
  }
  return [{ key, help, fallback: null }];
}

function describeEntries(list: z.ZodType, key: string): readonly DocumentedKey[] {
  const entry = list instanceof z.ZodArray ? list.def.element : null;
  return entry instanceof z.ZodObject ? describeFields(entry, `${key}[].`) : [];
}

const HEAD = `# Configuration

Settings are read from \`config/eyelid.yaml\` when Eyelid starts. A setting that is left out has its default. A setting that Eyelid does not know is refused, with its place in the file and the name that was probably meant.

Some can also be chosen while Eyelid runs, on the page under *Settings* or by \`eyelid settings\`: [docs/devices.md](devices.md#settings-at-run-time). What the file sets outranks what was chosen there.

This page is made from the schema in \`src/config/\` (\`npx vitest run --project unit tests/unit/config -u\`); a test compares them.

| setting | default | meaning |
|---|---|---|
`;

const EXCEPTIONS = `
## Hosts that are never opened

The shipped list. Rules still block these hosts by name. \`tls.doNotIntercept\` adds to it:

\`\`\`yaml
tls:
  doNotIntercept:
    - { host: .my-bank.example, reason: my bank }
\`\`\`

\`tls.interceptAnyway: [.paypal.com]\` takes an entry out. A leading dot means the host and all its sub-domains.

| why | hosts |
|---|---|
`;

/** The whole of docs/configuration.md. */
export function configurationPage(): string {
  const rows = documentedKeys().map(
    ({ key, help, fallback }) =>
      `| \`${key}\` | ${fallback === null ? '' : `\`${fallback}\``} | ${help.replaceAll('|', '\\|')} |\n`,
  );
  const reasons = [...groupByReason(SHIPPED_EXCEPTIONS)].map(
    ([reason, hosts]) => `| ${reason} | ${hosts.map((host) => `\`${host}\``).join(', ')} |\n`,
  );
  return HEAD + rows.join('') + EXCEPTIONS + reasons.join('');
}

function groupByReason(exceptions: readonly HostException[]): Map<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const { host, reason } of exceptions) {
    groups.set(reason, [...(groups.get(reason) ?? []), host]);
  }
  return groups;
}
