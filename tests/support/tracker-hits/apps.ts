import { HASH, type TrackerHit } from '../tracker-hit.ts';

const EXTINFO =
  '["a2","com.shop.app",312,"3.1.2","14","Pixel 7","de_DE","CET","Telekom",1080,2400,"2.6",8,110,64,"Europe/Berlin"]';
const GRAPH = 'https://graph.facebook.com';

/** What development kits inside apps report. */
export const APPS: readonly TrackerHit[] = [
  {
    what: "an app's events, as a form",
    url: `${GRAPH}/v16.0/123456789012345/activities`,
    form: {
      event: 'CUSTOM_APP_EVENTS',
      anon_id: 'XZ5f0c',
      advertiser_id: '38400000-8cf0-11bd-b23e-10b96e40000d',
      ud: `{"em":"${HASH}"}`,
      extinfo: EXTINFO,
      application_package_name: 'com.shop.app',
      custom_events:
        '[{"_eventName":"fb_mobile_activate_app"},{"_eventName":"fb_mobile_purchase","_valueToSum":19.9,"fb_currency":"EUR"}]',
    },
    tracker: 'Meta App Events',
    summary:
      'Meta was told: fb_mobile_purchase 19.9 EUR and 1 more in com.shop.app, with hashed e-mail, and app install number, advertising id, device model, time zone and phone company',
    fields: ['ud.em', 'anon_id', 'advertiser_id', 'extinfo.5', 'extinfo.7', 'extinfo.8'],
  },
  {
    what: "an app's events, as JSON, on a host of its own",
    url: 'https://relay.example/x',
    json: { anon_id: 'XZ5f0c', extinfo: JSON.parse(EXTINFO), custom_events: 'x' },
    tracker: 'Meta App Events',
    summary:
      'Meta was told: what is done in com.shop.app, with app install number, device model, time zone and phone company',
    fields: ['anon_id', 'extinfo.5', 'extinfo.7', 'extinfo.8'],
  },
  {
    what: 'an app that was installed',
    url: 'https://ep1.facebook.com/v17.0/123456789012345/activities',
    form: { event: 'MOBILE_APP_INSTALL', ud: '{}', install_referrer: 'utm_source=x' },
    tracker: 'Meta App Events',
    summary: 'Meta was told: an app was installed, with what led to the app',
    fields: ['install_referrer'],
  },
  {
    what: 'reports in a batch',
    url: `${GRAPH}/v16.0/`,
    form: {
      batch: JSON.stringify([
        {
          method: 'POST',
          relative_url: '123456789012345/activities?event=CUSTOM_APP_EVENTS&advertiser_id=38400000',
        },
        { method: 'POST', relative_url: '123456789012345/activities?event=MOBILE_APP_INSTALL' },
      ]),
    },
    tracker: 'Meta App Events',
    summary: 'Meta was told: what is done in an app and 1 more, with advertising id',
    fields: ['batch.0.relative_url.advertiser_id'],
  },
  {
    what: 'an app that asks what to report',
    url: `${GRAPH}/v16.0/123456789012345/cloudbridge_settings`,
    tracker: 'Meta App Events',
    summary: 'Meta was told: an app asked what it shall report',
    fields: [],
  },
  {
    what: 'advertising in an app',
    url: `${GRAPH}/network_ads_common`,
    form: {
      BUNDLE: 'com.game.app',
      IDFA: '38400000-8cf0-11bd-b23e-10b96e40000d',
      CARRIER: 'Telekom',
      ANALOG: '{"accelerometer_x":"0.1","rotation_x":"0.2","battery":"88","free_space":"1024"}',
    },
    tracker: 'Meta Audience Network',
    summary:
      'Meta was told: com.game.app shows advertising, with advertising id, phone company, motion, battery and free space',
    fields: [
      'IDFA',
      'CARRIER',
      'ANALOG.accelerometer_x',
      'ANALOG.rotation_x',
      'ANALOG.battery',
      'ANALOG.free_space',
    ],
  },
  {
    what: 'advertising in an app, synchronised',
    url: 'https://web.facebook.com/adnw_sync2',
    form: {
      payload:
        '{"context":{"IDFA":"38400000-8cf0","MODEL":"Pixel 7","ANALOG":"{\\"battery\\":\\"88\\"}"}}',
    },
    tracker: 'Meta Audience Network',
    summary:
      'Meta was told: an app shows advertising, with advertising id, device model and battery',
    fields: ['payload.context.IDFA', 'payload.context.MODEL', 'payload.context.ANALOG.battery'],
  },
  {
    what: 'a position, with the Wi-Fi around',
    url: `${GRAPH}/v5.0/current_place/results?${new URLSearchParams({
      coordinates: '{"latitude":52.5,"longitude":13.4}',
      wifi: '{"enabled":true,"access_points":[{"ssid":"a"},{"ssid":"b"}]}',
      bluetooth: '{"scans":[]}',
    })}`,
    tracker: 'Meta Places',
    summary:
      'Meta was told: where the device is, with position, 2 Wi-Fi networks around and the Bluetooth around',
    fields: ['coordinates', 'wifi', 'bluetooth'],
  },
  {
    what: "TikTok's kit in an app",
    url: 'https://business-api.tiktok.com/open_api/v1.2/app/batch/',
    json: {
      tiktok_app_id: '7000000000000000000',
      batch: [
        {
          type: 'track',
          event: 'Purchase',
          context: {
            app: { namespace: 'com.shop.app' },
            device: { gaid: '38400000-8cf0' },
            user: { email: HASH, anonymous_id: 'a1b2' },
          },
          properties: { value: 12, currency: 'EUR', contents: [{ price: 6 }, { price: 6 }] },
        },
        { type: 'track', event: 'LaunchAPP' },
      ],
    },
    tracker: 'TikTok App Events',
    summary:
      'TikTok was told: Purchase 12 EUR (2 products) and 1 more in com.shop.app, with hashed e-mail, and advertising id and browser id',
    fields: [
      'batch.0.context.device.gaid',
      'batch.0.context.user.email',
      'batch.0.context.user.anonymous_id',
    ],
  },
  {
    what: 'a purchase in AppsFlyer',
    url: 'https://inapps.appsflyersdk.com/api/v6.12/androidevent?app_id=com.shop.app',
    json: {
      eventName: 'af_purchase',
      eventValue: '{"af_revenue":"7.50","af_currency":"EUR"}',
      advertiserId: '38400000-8cf0',
      uid: '1700000000000-123',
      carrier: 'Telekom',
      model: 'Pixel 7',
    },
    tracker: 'AppsFlyer',
    summary:
      'AppsFlyer was told: af_purchase 7.50 EUR in com.shop.app, with advertising id, phone company, device model and app install number',
    fields: ['advertiserId', 'carrier', 'model', 'uid'],
  },
  {
    what: 'a session in Adjust',
    url: 'https://app.adjust.com/session',
    form: {
      package_name: 'com.shop.app',
      gps_adid: '38400000-8cf0',
      device_name: 'Pixel 7',
      android_uuid: 'b1c2',
    },
    tracker: 'Adjust',
    summary:
      'Adjust was told: com.shop.app was opened, with advertising id, device model and device number',
    fields: ['gps_adid', 'device_name', 'android_uuid'],
  },
  {
    what: 'what led to an app, in Adjust',
    url: 'https://app.eu.adjust.com/attribution?idfa=00000000-0000-0000-0000-000000000000&idfv=4E2C-01',
    tracker: 'Adjust',
    summary: 'Adjust was told: what led to an app, with device number',
    fields: ['idfv'],
  },
  {
    what: 'an install in Branch',
    url: 'https://api2.branch.io/v1/install',
    json: {
      hardware_id: 'f00d',
      google_advertising_id: '38400000-8cf0',
      local_ip: '192.168.1.20',
      model: 'Pixel 7',
      cd: { pn: 'com.shop.app' },
    },
    tracker: 'Branch',
    summary:
      'Branch was told: com.shop.app was installed, with device number, advertising id, address in the home network and device model',
    fields: ['hardware_id', 'google_advertising_id', 'local_ip', 'model'],
  },
  {
    what: 'Firebase, whose body is not read',
    url: 'https://app-measurement.com/a',
    tracker: 'Google Analytics for Firebase',
    summary: 'Google was told: what is done in an app',
    fields: [],
  },
  {
    what: 'an install in Kochava',
    url: 'https://control.kochava.com/track/json',
    json: { action: 'initial', kochava_device_id: 'KA1', data: { adid: '38400000-8cf0' } },
    tracker: 'Kochava',
    summary: 'Kochava was told: an app was installed, with advertising id and app install number',
    fields: ['data.adid', 'kochava_device_id'],
  },
  {
    what: 'an event in Singular',
    url: 'https://sdk-api-v1.singular.net/api/v1/event?n=level_done&i=com.shop.app&aifa=38400000&mo=Pixel+7',
    tracker: 'Singular',
    summary: 'Singular was told: level_done in com.shop.app, with device model and advertising id',
    fields: ['mo', 'aifa'],
  },
  {
    what: 'a device that shall get messages',
    url: 'https://api.onesignal.com/players',
    json: {
      identifier: 'tok',
      android_package: 'com.shop.app',
      lat: 52.5,
      external_user_id: '4711',
    },
    tracker: 'OneSignal',
    summary:
      'OneSignal was told: who shall get messages in com.shop.app, with position, push number and customer number',
    fields: ['lat', 'identifier', 'external_user_id'],
  },
  {
    what: 'advertising of Unity',
    url: 'https://auction.unityads.unity3d.com/v4/games/3268074/requests?bundleId=com.shop.app&advertisingTrackingId=38400000&deviceModel=Pixel',
    tracker: 'Unity Ads',
    summary: 'Unity was told: com.shop.app shows advertising, with device model and advertising id',
    fields: ['deviceModel', 'advertisingTrackingId'],
  },
  {
    what: "Yandex' kit in an app",
    url: 'https://report.appmetrica.yandex.net/report?deviceid=ab12&adv_id=38400000&app_id=com.shop.app&model=Pixel',
    tracker: 'Yandex AppMetrica',
    summary:
      'Yandex was told: what is done in com.shop.app, with device model, device number and advertising id',
    fields: ['model', 'deviceid', 'adv_id'],
  },
];
