import { expect, test } from 'vitest';
import { CountList } from '../../../../src/status/views/counts.tsx';

const UNIT = ['try', 'tries'] as const;

test('names are links with counts and bars', () => {
  const lines = [
    { label: 'Alpha', count: 1500, part: 750, address: '/log?x=a', about: '/insight?x=a' },
    { label: 'Beta', count: 1, part: 0, address: '/log?x=b', note: 'of Gamma' },
  ];
  const html = (<CountList lines={lines} unit={UNIT} part="stopped" none="None." />).toString();
  expect(html).toContain('<a class="name" href="/insight?x=a">Alpha</a>');
  expect(html).toContain('href="/log?x=a" title="50 % stopped: the rows of the log"');
  expect(html).toContain('<data value="1500">1,500</data><span class="sr"> tries</span>');
  expect(html).toContain('<span class="sr"> try</span>');
  expect(html).toContain('<span class="note">of Gamma</span>');
  // Of the longest bar half is dark; of the other, nothing.
  expect(html).toContain(
    'width="100.0" height="4" class="fill-passed"></rect><rect width="50.0" height="4" class="fill-stopped"',
  );
  expect(html).toContain('width="0.0" height="4" class="fill-stopped"');
});

test('nothing is a sentence', () => {
  const html = (<CountList lines={[]} unit={UNIT} part="stopped" none="None." />).toString();
  expect(html).toBe('<p class="quiet">None.</p>');
});

test('what it shows of the outside world is text', () => {
  const lines = [{ label: '<img src=x>', count: 1, part: 1, address: '/log?x="><b>' }];
  const html = (<CountList lines={lines} unit={UNIT} part="stopped" none="" />).toString();
  expect(html).not.toMatch(/<img|"><b>/);
});
