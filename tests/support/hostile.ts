import type { DeviceId, StoredDevice } from '../../src/model/device.ts';
import type { Event } from '../../src/model/event.ts';
import { householdDevices, householdEvents } from './review-events.ts';

/** What nobody but us writes: whoever finds it in a page knows where it comes from. */
const CALL = 'window.ran=1';

/** Texts that would run where they are not escaped: in text, in attributes, in addresses, in scripts. */
export const PROBES: readonly string[] = [
  `<script>${CALL}</script>`,
  `<img src=x onerror=${CALL}>`,
  `"><svg onload=${CALL}>`,
  `' onmouseover='${CALL}' autofocus onfocus='${CALL}`,
  `javascript:${CALL}//`,
  `</title></textarea></style><script>${CALL}</script>`,
  `\u2028\u2029\u0000<iframe srcdoc="<script>parent.${CALL}</script>">`,
  `{{constructor.constructor('${CALL}')()}}`,
];

const probe = (at: number): string => PROBES[at % PROBES.length] ?? '';

/** Devices whose names are probes. */
export function hostileDevices(now: number): readonly StoredDevice[] {
  return householdDevices(now).map((device, at) => ({ ...device, name: probe(at) }));
}

/** A log in which everything that comes from outside is a probe. */
export function hostileEvents(now: number): readonly Event[] {
  return householdEvents(now)
    .filter((_, at) => at % 4 === 0)
    .map((event, at) => ({
      ...event,
      deviceName: probe(at),
      host: at % 2 === 0 ? `${probe(at)}.example` : event.host,
      path: `/${probe(at + 1)}?${probe(at + 2)}`,
      page: event.page === null ? null : `${probe(at + 3)}.example`,
      tracker: probe(at + 4),
      summary: `Meta was told: ${probe(at + 5)}`,
      fields: [probe(at + 6)],
      removed: [probe(at + 7)],
      rule: { list: event.rule?.list ?? 'meta.txt', line: 3, text: probe(at) },
      report: {
        what: probe(at + 1),
        asked: [probe(at + 2)],
        marks: [{ kind: 'email', mark: 'AAAAAAAAAAA' }],
      },
    }));
}

/** Rule files that carry probes in good lines, bad lines and comments. */
export const HOSTILE_RULES: Readonly<Record<string, string>> = {
  'my-rules.txt': ['! Title: <script>window.ran=1</script>', ...PROBES.map(oneLine)].join('\n'),
  'meta.txt': [
    `||tracker.example^$path=/${CALL}/`,
    ...PROBES.map((text) => `||${oneLine(text)}^`),
  ].join('\n'),
  'block.txt': '||tracker.test^\n',
  'bad.yaml': `signatures:\n  - id: "<script>${CALL}</script>"\n    title: "<img src=x onerror=${CALL}>"\n`,
};

function oneLine(text: string): string {
  return text.replace(/[\u2028\u2029]|\p{Cc}/gu, '');
}

/** The id of the first device. */
export const FIRST_DEVICE = 'mac:3c:22:fb:10:20:30' as DeviceId;
