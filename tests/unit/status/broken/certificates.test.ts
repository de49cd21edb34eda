import { describe, expect, it } from 'vitest';
import { refusedHosts } from '../../../../src/status/broken/certificates.ts';
import { APP, asked, NOW, recent, refusal, tunnelled } from './transcript.ts';

const points = (...what: Parameters<typeof recent>) =>
  refusedHosts(recent(...what)).map(({ host, count, reasons }) => [
    host,
    count,
    reasons.reduce((sum, reason) => sum + reason.points, 0),
  ]);

describe('a program that did not take our certificate', () => {
  it('is told by host, from the first to the last time', () => {
    const [bank, ...more] = refusedHosts(
      recent([], [refusal(9, 'bank.test'), refusal(8, 'other.test'), refusal(5, 'bank.test')]),
    );
    expect(more.map(({ host }) => host)).toEqual(['other.test']);
    expect(bank).toMatchObject({
      host: 'bank.test',
      program: APP,
      count: 2,
      first: NOW - 9_000,
      last: NOW - 5_000,
    });
  });

  it('says so by an alert; two connections without a word say less, one says nothing', () => {
    const silent = (ago: number, host: string) => refusal(ago, host, 'silence');
    expect(points([], [refusal(9, 'a.test')])).toEqual([['a.test', 1, 62]]);
    expect(points([], [silent(9, 'a.test'), silent(8, 'a.test')])).toEqual([['a.test', 2, 34]]);
    expect(points([], [silent(9, 'a.test'), silent(8, 'b.test')])).toEqual([]);
  });

  it('counts less where it worked since, or is passed through since; not for what was before', () => {
    const refusals = [refusal(9, 'a.test')];
    expect(points([asked(5, 'a.test/x')], refusals)).toEqual([['a.test', 1, 22]]);
    expect(points([tunnelled(5, 'a.test')], refusals)).toEqual([['a.test', 1, 37]]);
    const before = [asked(10, 'a.test/x'), tunnelled(10, 'a.test'), asked(5, 'b.test/x')];
    expect(points(before, refusals)).toEqual([['a.test', 1, 62]]);
  });
});
