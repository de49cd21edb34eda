import { expect, test } from 'vitest';
import { type Link, MARK_KINDS } from '../../../src/model/insight.ts';
import { KINDS, linkOutcome, linkSentence } from '../../../src/status/link-words.ts';

function link(changes: Partial<Link> = {}): Link {
  return {
    ...{ kind: 'email', mark: 'AbCdEfGhIjk', count: 14, stopped: 12, first: 0, last: 1 },
    sites: ['a.example', 'b.example', 'c.example', 'd.example'],
    devices: [
      { device: 'mac:1', name: 'Laptop' },
      { device: 'mac:2', name: 'Phone' },
    ],
    trackers: ['Meta Pixel', 'TikTok Pixel'],
    ...changes,
  };
}

test('a link is told in a sentence', () => {
  expect(linkSentence(link())).toBe(
    'An e-mail address was tried on 4 sites and from 2 devices, by Meta Pixel and TikTok Pixel.',
  );
  const app = link({ kind: 'advertising', sites: [], trackers: ['Adjust'] });
  expect(linkSentence(app)).toBe('An advertising id was tried from 2 devices, by Adjust.');
});

test.each([
  [14, 14, 'Of 14 tries all were stopped: from here, these trackers could link nothing by it.'],
  [14, 13, 'shows one visit, and links it to no other.'],
  [14, 12, 'by the 2 that went on these trackers could link visits.'],
  [14, 0, 'none was stopped: by the 14 that went on'],
])('of %i tries %i were stopped, which is said honestly', (count, stopped, words) => {
  expect(linkOutcome(link({ count, stopped }))).toContain(words);
});

test.each(MARK_KINDS)('%s has words of its own', (kind) => {
  expect(linkSentence(link({ kind }))).not.toContain('undefined');
  expect(KINDS[kind].means).toMatch(/^[A-Z].*\.$/);
});

test('long names are cut', () => {
  expect(linkSentence(link({ trackers: ['x'.repeat(500)] })).length).toBeLessThan(200);
});
