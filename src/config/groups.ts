import { z } from 'zod';
import { LEVELS, type Level, MODES, type Mode } from '../model/device.ts';
import { isGroupName, parseGroupMember } from './values.ts';

/** A group of devices as the program uses it. */
export interface GroupSettings {
  /** Names, MAC addresses, IP addresses and ranges. */
  readonly members: readonly string[];
  readonly level: Level | undefined;
  readonly mode: Mode | undefined;
}

const MEMBERS = z.array(z.string());
const GROUP = z.strictObject({
  members: MEMBERS,
  level: z.enum(LEVELS).optional(),
  mode: z.enum(MODES).optional(),
});

/**
 * Groups by name: a list of members, or `{ members: [...], level: ..., mode: ... }`.
 * What is wrong is told at its own place, which a union of both would not do.
 */
export const groups = z.record(z.string(), z.unknown()).transform((entries, context) => {
  const read: Record<string, GroupSettings> = {};
  for (const [name, written] of Object.entries(entries)) {
    const parsed = readEntry(written);
    const problem = parsed.success ? problemOf(name, parsed.data.members) : null;
    if (problem !== null) {
      context.issues.push({ code: 'custom', input: written, path: [name], message: problem });
    }
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        context.issues.push(rawIssue({ ...issue, path: [name, ...issue.path] }));
      }
      continue;
    }
    const { members, level, mode } = parsed.data;
    read[name] = { members: members.flatMap((one) => parseGroupMember(one) ?? []), level, mode };
  }
  return read;
});

/** An issue of an inner schema, at its place in the outer one. */
function rawIssue(issue: z.core.$ZodIssue): z.core.$ZodRawIssue {
  return issue as z.core.$ZodRawIssue;
}

function readEntry(written: unknown) {
  const isMap = typeof written === 'object' && written !== null && !Array.isArray(written);
  if (isMap) return GROUP.safeParse(written);
  return MEMBERS.transform((members) => ({
    members,
    level: undefined,
    mode: undefined,
  })).safeParse(written);
}

function problemOf(name: string, members: readonly string[]): string | null {
  if (!isGroupName(name)) {
    return 'has a name that is not made of letters, digits, blanks, "-" and "_"';
  }
  if (members.every((member) => parseGroupMember(member) !== null)) return null;
  return 'must list devices by name, MAC address, IP address or range of addresses';
}
