import { expect, it } from 'vitest';
import { VENDORS } from '../../../src/trackers/dispatch.ts';
import { EXCHANGES } from '../../../src/trackers/vendors/exchanges.ts';
import type { TrackerHit } from '../../support/tracker-hit.ts';
import { HITS } from '../../support/tracker-hits.ts';

/** Examples are enough; the tests show more. */
const MOST_EXAMPLES = 6;

/** docs/trackers.md, made of the requests whose sentences the tests show word by word. */
function trackersPage(): string {
  const byTracker = new Map<string, readonly TrackerHit[]>();
  const others = 'others';
  for (const hit of HITS) {
    const tracker = hit.tracker ?? others;
    byTracker.set(tracker, [...(byTracker.get(tracker) ?? []), hit]);
  }
  const rows = [...byTracker].flatMap(([tracker, hits]) =>
    hits
      .filter(({ summary }, index) => hits.findIndex((hit) => hit.summary === summary) === index)
      .slice(0, MOST_EXAMPLES)
      .map((hit, index) => row(index === 0 ? tracker : '', hit)),
  );
  const exchanges = [...new Set(EXCHANGES.map(({ tracker }) => tracker))].sort();
  return `${INTRODUCTION}
| Tracker | What the log says, for example | Fields that said it |
|---|---|---|
${rows.join('\n')}

## Which browser this is

These companies trade in advertising, or in numbers of browsers and hashes of e-mail addresses. Of what goes to them the log says that an advertisement was asked for, or "which browser this is": ${exchanges.join(', ')}.
`;
}

const INTRODUCTION = `# What trackers are told, in words

For a request that a rule acted on, the log says in one sentence who was told what: the company, the event, the amount, how many products, the site or the app, and which personal data went along. What was blocked reads "would have been told"; what was taken out of a request that went on follows as "without hashed e-mail".

Values are never repeated: not an e-mail address, not its hash, not a title, not a search word. Shown are names of events as the site calls them, where they look like names, amounts, the host of the site and the name of the app. "Hashed" means that the value has the form of a hash; whoever knows the address can make the same hash. "Taken from a form" means that the tracker's script read it out of what was typed.

Formats are known by their fields wherever they are sent, so a gateway on a shop's own host reads the same as the tracker's; others are known by their host. Where nothing is known of a format, a script of a known tracker, or a small image for another site with a report in its address, still gets a sentence. Bodies that are encrypted or protobuf are not read: the sentence then says only that something is done.

This page is made from the tests of the decoders; \`npx vitest run --project unit tests/unit/trackers -u\` writes it.
`;

function row(tracker: string, { summary, fields }: TrackerHit): string {
  const names = fields.map((name) => `\`${name}\``).join(' ');
  return `| ${tracker} | ${summary} | ${names} |`;
}

it('docs/trackers.md says what the decoders say', async () => {
  const page = trackersPage();
  for (const { tracker } of VENDORS) expect(page).toContain(tracker);
  await expect(page).toMatchFileSnapshot('../../../docs/trackers.md');
});
