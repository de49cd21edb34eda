import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readChrony,
  readNtpctl,
  readNtpq,
  readTimedatectl,
} from '../../../src/doctor/clock-text.ts';

/** As chronyc 4.3 prints it. */
const tracking = (reference: string, leap: string) =>
  `Reference ID    : ${reference}
Stratum         : 3
Ref time (UTC)  : Sun Nov 22 02:47:53 2026
System time     : 0.000000000 seconds fast of NTP time
Update interval : 64.2 seconds
Leap status     : ${leap}
`;
/** As ntpq 4.2.8 prints the first lines of it. */
const variables = (status: string, leap: string) =>
  `associd=0 status=${status},
version="ntpd 4.2.8p15", processor="x86_64", system="Linux", leap=${leap}, stratum=3,
`;

describe('who keeps the clock right', () => {
  it.each([
    ['yes\n', true],
    ['no\n', false],
    ['', null],
    ['Failed to connect to bus', null],
  ])('timedatectl: %j', (text, follows) => {
    expect(readTimedatectl(text)).toBe(follows);
  });

  it.each([
    [tracking('C0000201 (192.0.2.1)', 'Normal'), true],
    [tracking('C0000201 (192.0.2.1)', 'Insert second'), true],
    [tracking('00000000 ()', 'Not synchronised'), false],
    [tracking('7F7F0101 ()', 'Normal'), false],
    ['506 Cannot talk to daemon\n', null],
  ])('chrony: %j', (text, follows) => {
    expect(readChrony(text)).toBe(follows);
  });

  it.each([
    [variables('0615 leap_none, sync_ntp, 1 event, clock_sync', '00'), true],
    ['associd=0 status=0615 leap_add_sec, sync_ntp', true],
    [variables('c011 leap_alarm, sync_unspec, 1 event, freq_not_set', '11'), false],
    ['leap=3, stratum=16', false],
    ['ntpq: read: Connection refused', null],
  ])('ntpq: %j', (text, follows) => {
    expect(readNtpq(text)).toBe(follows);
  });

  it.each([
    ['4/4 peers valid, clock synced, stratum 3\n', true],
    ['0/4 peers valid, constraint offset 0s, clock unsynced\n', false],
    ['ntpctl: connect: /var/run/ntpd.sock: No such file or directory', null],
  ])('OpenNTPD: %j', (text, follows) => {
    expect(readNtpctl(text)).toBe(follows);
  });

  it('whatever they print, it is yes, no or unknown', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const read of [readTimedatectl, readChrony, readNtpq, readNtpctl]) {
          expect([true, false, null]).toContain(read(text));
        }
      }),
    );
  });
});
