import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edgesOf } from '../../../src/record/day-edges.ts';

test('whole days and the hours at their ends are all hours, each once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 200 }),
      (first, more) => {
        const last = first + more;
        const edges = edgesOf({ first, last });
        const hours: number[] = [];
        for (let hour = first; hour <= edges.before; hour++) hours.push(hour);
        for (let day = edges.firstDay; day <= edges.lastDay; day++) {
          for (let hour = 0; hour < 24; hour++) hours.push(day * 24 + hour);
        }
        for (let hour = edges.after; hour <= last; hour++) hours.push(hour);
        expect(hours).toEqual(Array.from({ length: more + 1 }, (_, i) => first + i));
      },
    ),
  );
});
