import type { RequestInfo } from '../model/request.ts';
import { fact, factsByName, type Words } from './facts.ts';
import { amountOf, countItems, eventName, type Fields, firstOf, has } from './fields.ts';
import { metaFacts } from './meta-facts.ts';
import type { PersonalFact, Told } from './told.ts';
import { unfoldForms, unfoldJson } from './unfold.ts';

/** What the Facebook SDK inside an app reports: events, advertising, position. */
export function decodeMetaApp(request: RequestInfo, fields: Fields): Told | null {
  const path = request.target.split('?', 1)[0] as string;
  const meta = /(?:^|\.)facebook\.com$/.test(request.hostname);
  if (meta && path.includes('/current_place')) return position(fields);
  if (
    (meta && NETWORK.test(request.hostname + path)) ||
    NETWORK_FIELDS.every((n) => has(fields, n))
  ) {
    return advertising(fields);
  }
  if (meta && /\/(?:cloudbridge_settings|aem_conversion\w*|aem_attribution)$/.test(path)) {
    return told('Meta App Events', 'an app asked what it shall report', metaFacts(fields));
  }
  if (meta && ABOUT_APPS.test(path)) {
    return told('Meta App Events', 'what is known of an app and its user', metaFacts(fields));
  }
  if ((meta && /\/\d+\/activities$/.test(path)) || isReport(fields)) {
    return appEvents(unfoldJson(fields, REPORT));
  }
  return meta ? batched(unfoldJson(fields, ['batch'])) : null;
}

const NETWORK = /^an\.facebook\.com\/|\/(?:network_ads_common|adnw_sync2?)$/;
/** Together only the advertising kit sends these. */
const NETWORK_FIELDS = ['IDFA', 'ANALOG', 'BUNDLE'] as const;
const ABOUT_APPS = /\/(?:custom_audience_third_party_id|app_indexing\w*|domain_reports)$/;

/** What the SDK tells of the device, beside a number of the device or of the install. */
function isReport(fields: Fields): boolean {
  if (!has(fields, 'extinfo') && !has(fields, 'extinfo.0')) return false;
  return has(fields, 'advertiser_id') || has(fields, 'anon_id') || has(fields, 'custom_events');
}

/** Fields of a report that hold JSON, where the body itself is a form. */
const REPORT = ['extinfo', 'ud', 'custom_events'] as const;

/** By their place in the list, as the SDK for Android writes it; the one for iOS has the same. */
const DEVICE_FACTS: Words = {
  'extinfo.5': 'device model',
  'extinfo.7': 'time zone',
  'extinfo.8': 'phone company',
  install_referrer: 'what led to the app',
};

const SENSORS: Words = {
  CARRIER: 'phone company',
  MODEL: 'device model',
  'ANALOG.accelerometer_x': 'motion',
  'ANALOG.rotation_x': 'motion',
  'ANALOG.battery': 'battery',
  'ANALOG.free_space': 'free space',
};

function appEvents(fields: Fields): Told {
  const facts = [...metaFacts(fields), ...factsByName(fields, DEVICE_FACTS)];
  const first = headline(fields);
  const app = firstOf(fields, 'application_package_name', 'bundle_id', 'extinfo.1');
  const name = firstOf(fields, `${first}._eventName`);
  const event =
    firstOf(fields, 'event') === 'MOBILE_APP_INSTALL'
      ? 'an app was installed'
      : eventName(name, 'what is done in an app');
  return {
    ...told('Meta App Events', event, facts),
    app: app === null ? null : eventName(app, 'an app'),
    more: Math.max(0, countItems(fields, 'custom_events') - 1),
    amount: amountOf(
      firstOf(fields, `${first}._valueToSum`),
      firstOf(fields, `${first}.fb_currency`),
    ),
  };
}

/** Of many events in one report the first with an amount is told, else the first. */
function headline(fields: Fields): string {
  const count = Math.min(countItems(fields, 'custom_events'), 50);
  for (let index = 0; index < count; index++) {
    const item = `custom_events.${index}`;
    if (amountOf(firstOf(fields, `${item}._valueToSum`), null) !== null) return item;
  }
  return 'custom_events.0';
}

/** Reports as addresses in a batch of the Graph API; other batches are not theirs. */
function batched(fields: Fields): Told | null {
  const places = Array.from({ length: Math.min(countItems(fields, 'batch'), 20) }, (_, index) => [
    `batch.${index}.relative_url`,
    `batch.${index}.body`,
  ]).flat();
  const reports = places.filter((name) => firstOf(fields, name)?.includes('/activities') === true);
  if (reports.length === 0) return null;
  const inner = unfoldForms(fields, places);
  const event = firstOf(inner, ...places.map((name) => `${name}.event`));
  const what = event === 'MOBILE_APP_INSTALL' ? 'an app was installed' : 'what is done in an app';
  return {
    ...told('Meta App Events', what, metaFacts(inner)),
    more: reports.length - 1,
  };
}

function advertising(fields: Fields): Told {
  const outer = unfoldJson(fields, ['ANALOG', 'payload']);
  const inner = unfoldJson(outer, ['payload.context.ANALOG']);
  const facts = [...metaFacts(inner), ...factsByName(inner, SENSORS)];
  const app = firstOf(inner, 'BUNDLE', 'payload.context.BUNDLE');
  return {
    ...told('Meta Audience Network', 'an app shows advertising', facts),
    app: app === null ? null : eventName(app, 'an app'),
  };
}

function position(fields: Fields): Told {
  const inner = unfoldJson(fields, ['wifi', 'bluetooth']);
  const wifi = countItems(inner, 'wifi.access_points');
  const bluetooth = countItems(inner, 'bluetooth.scans');
  const facts = [
    ...(has(fields, 'coordinates') ? [fact({ name: 'coordinates', value: '' }, 'position')] : []),
    ...(has(fields, 'wifi')
      ? [fact({ name: 'wifi', value: '' }, around(wifi, 'Wi-Fi', 'networks'))]
      : []),
    ...(has(fields, 'bluetooth')
      ? [fact({ name: 'bluetooth', value: '' }, around(bluetooth, 'Bluetooth', 'devices'))]
      : []),
  ];
  return told('Meta Places', 'where the device is', facts);
}

function around(count: number, kind: string, things: string): string {
  return count === 0 ? `the ${kind} around` : `${count} ${kind} ${things} around`;
}

function told(tracker: string, event: string, facts: readonly PersonalFact[]): Told {
  return { tracker, company: 'Meta', event, more: 0, amount: null, site: null, facts };
}
