import type { RequestInfo } from '../model/request.ts';
import { eventName, type Fields, firstOf, has } from './fields.ts';
import { metaFacts } from './meta-facts.ts';
import type { PersonalFact, Told } from './told.ts';

/** What the Facebook SDK inside an app reports: events, advertising, position. */
export function decodeMetaApp(request: RequestInfo, fields: Fields): Told | null {
  const path = request.target.split('?', 1)[0] as string;
  const meta = /(?:^|\.)facebook\.com$/.test(request.hostname);
  if (meta && path.includes('/current_place')) {
    return told('Meta Places', 'where the device is', fields, LOCATION);
  }
  if (meta && /\/(?:network_ads_common|adnw_sync2)$/.test(path)) {
    return told('Meta Audience Network', 'an app shows advertising', fields, SENSORS);
  }
  if ((meta && path.endsWith('/activities')) || has(fields, 'extinfo')) {
    return told('Meta App Events', appEvent(fields), fields, { extinfo: 'the make of the device' });
  }
  return null;
}

const LOCATION: Readonly<Record<string, string>> = {
  coordinates: 'position',
  wifi: 'the Wi-Fi around',
  bluetooth: 'the Bluetooth around',
};

const SENSORS: Readonly<Record<string, string>> = {
  CARRIER: 'phone company',
  ANALOG: 'motion and battery',
};

function told(
  tracker: string,
  event: string,
  fields: Fields,
  words: Readonly<Record<string, string>>,
): Told {
  const own: readonly PersonalFact[] = fields.flatMap(({ name }) =>
    Object.hasOwn(words, name)
      ? [{ field: name, word: words[name] as string, hashed: false, fromForm: false }]
      : [],
  );
  const facts = [...metaFacts(fields), ...advanced(fields), ...own];
  return { tracker, company: 'Meta', event, more: 0, amount: null, site: null, facts };
}

/** The SDK sends hashed personal data as JSON in one field. */
function advanced(fields: Fields): readonly PersonalFact[] {
  const data = firstOf(fields, 'ud');
  if (data === null || data === '{}') return [];
  return [{ field: 'ud', word: 'personal data', hashed: true, fromForm: false }];
}

/** The app's package, then what happened in it, both only where they look like names. */
function appEvent(fields: Fields): string {
  const app = firstOf(fields, 'application_package_name', 'bundle_id');
  const within = app === null ? '' : ` in ${eventName(app, 'an app')}`;
  if (firstOf(fields, 'event') === 'MOBILE_APP_INSTALL') return `an app was installed${within}`;
  const first = /"_eventName":"(\w{1,40})"/.exec(
    (firstOf(fields, 'custom_events') ?? '').slice(0, 4_096),
  );
  return `${eventName(first?.[1] ?? null, 'what is done')}${within === '' ? ' in an app' : within}`;
}
