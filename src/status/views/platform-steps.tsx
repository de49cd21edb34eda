import type { Child } from 'hono/jsx';
import type { Platform } from '../platform.ts';

/** What a device is told, step by step. Each entry is one line of a list. */
export interface PlatformSteps {
  /** Which file it wants; null where it can trust none. */
  readonly file: 'mobileconfig' | 'crt' | 'cer' | 'pem' | null;
  /** Where its proxy setting is. */
  readonly proxy: readonly Child[];
  readonly install: readonly Child[];
  /** Empty where installing is all there is to it. */
  readonly trust: readonly Child[];
  readonly remove: readonly Child[];
  /** What is different there, for those who wonder later. */
  readonly note: Child | null;
}

const CERTUTIL_ADD = 'certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Eyelid -i eyelid-ca.pem';
const CERTUTIL_REMOVE = 'certutil -d sql:$HOME/.pki/nssdb -D -n Eyelid';

export const STEPS: Readonly<Record<Platform, PlatformSteps>> = {
  'apple-phone': {
    file: 'mobileconfig',
    proxy: [
      'Settings, Wi-Fi, the i in a circle beside your network, Configure Proxy: Automatic, or Manual.',
    ],
    install: [
      'Tap the button in Safari and allow the download of a configuration profile.',
      'Settings, General, VPN & Device Management, "Eyelid CA", Install.',
    ],
    trust: [
      'Settings, General, About, Certificate Trust Settings: switch "Eyelid CA" on. Without this step it does nothing.',
    ],
    remove: [
      'Settings, General, VPN & Device Management, "Eyelid CA", Remove Profile.',
      'Settings, Wi-Fi, the i in a circle beside your network, Configure Proxy: Off.',
    ],
    note: 'Apps that bring their own list of certificates stay unopened and go on to work.',
  },
  android: {
    file: 'crt',
    proxy: [
      'Settings, Wi-Fi, your network, the pencil, Advanced options, Proxy: Auto-config, or Manual.',
    ],
    install: [
      'Tap the button; the file goes to your downloads. Tapping on the file itself is refused, and meant to be.',
      'Settings: search for "CA certificate" (it lies under Security, More, Encryption & credentials, Install a certificate), Install anyway, and choose eyelid-ca.crt.',
    ],
    trust: ['Nothing more: from Android 7 on, browsers trust it and most apps do not.'],
    remove: [
      'Settings: search for "User credentials" or "Trusted credentials", User, Eyelid CA, Remove.',
      'Settings, Wi-Fi, your network, Proxy: None.',
    ],
    note: 'Most apps take no certificate that a person installed. They are filtered by host name, and nothing of them breaks. A screen lock may be asked for.',
  },
  windows: {
    file: 'cer',
    proxy: ['Settings, Network & internet, Proxy: Use setup script, or Use a proxy server.'],
    install: [
      'Open the file, Install Certificate, Current User, "Place all certificates in the following store": Trusted Root Certification Authorities.',
      <>
        Or in a command prompt: <code>certutil -user -addstore Root eyelid-ca.cer</code>
      </>,
    ],
    trust: ['Say yes to the warning that shows the fingerprint, after comparing it.'],
    remove: [
      <>
        <code>certmgr.msc</code>, Trusted Root Certification Authorities, the entry that begins with
        "Eyelid CA", Delete
      </>,
      'Settings, Network & internet, Proxy: switch it off.',
    ],
    note: 'Firefox follows the system from version 120 on; in older ones set security.enterprise_roots.enabled to true in about:config.',
  },
  mac: {
    file: 'crt',
    proxy: [
      'System Settings, Network, your network, Details, Proxies: Automatic proxy configuration, or Web proxy and Secure web proxy.',
    ],
    install: ['Open the file; Keychain Access asks where to add it: choose "login" or "System".'],
    trust: [
      'In Keychain Access, open "Eyelid CA", Trust, "When using this certificate": Always Trust.',
      <>
        Or both in a terminal: <code>security add-trusted-cert -r trustRoot eyelid-ca.crt</code>
      </>,
    ],
    remove: [
      'Keychain Access, "Eyelid CA", Delete.',
      'System Settings, Network, Details, Proxies: switch it off.',
    ],
    note: (
      <>
        For many Macs there is <a href="/ca.mobileconfig">a profile</a>. Firefox follows the system
        from version 120 on.
      </>
    ),
  },
  linux: {
    file: 'pem',
    proxy: [
      'The settings of your desktop, Network, Proxy: Automatic, or Manual. Programs of the terminal read http_proxy and https_proxy.',
    ],
    install: [
      <>
        Debian, Ubuntu:{' '}
        <code>sudo cp eyelid-ca.pem /usr/local/share/ca-certificates/eyelid.crt</code>
      </>,
      <>
        Fedora, Red Hat: <code>sudo cp eyelid-ca.pem /etc/pki/ca-trust/source/anchors/</code>
      </>,
      <>
        Arch: <code>sudo trust anchor --store eyelid-ca.pem</code>
      </>,
      <>
        Chromium and Chrome have a store of their own: <code>{CERTUTIL_ADD}</code> (certutil is in
        libnss3-tools or nss-tools), or their settings, Privacy and security, Manage certificates.
      </>,
    ],
    trust: [
      <>
        Debian, Ubuntu: <code>sudo update-ca-certificates</code>
      </>,
      <>
        Fedora, Red Hat: <code>sudo update-ca-trust</code>
      </>,
      'Arch and Chromium: nothing more.',
    ],
    remove: [
      <>
        Debian, Ubuntu: <code>sudo rm /usr/local/share/ca-certificates/eyelid.crt</code> and{' '}
        <code>sudo update-ca-certificates --fresh</code>
      </>,
      <>
        Fedora, Red Hat: delete the file in <code>anchors/</code> and{' '}
        <code>sudo update-ca-trust</code>
      </>,
      <>
        Arch: <code>sudo trust anchor --remove eyelid-ca.pem</code>
      </>,
      <>
        Chromium: <code>{CERTUTIL_REMOVE}</code>
      </>,
      'The settings of your desktop, Network, Proxy: Off.',
    ],
    note: (
      <>
        Firefox has a store of its own too: <a href="/welcome?for=firefox">its steps</a>.
      </>
    ),
  },
  firefox: {
    file: 'pem',
    proxy: [
      "Settings, General, Network Settings: Automatic proxy configuration URL, or Manual; or the system's own.",
    ],
    install: [
      'Settings: search for "certificates", View Certificates, Authorities, Import, and choose eyelid-ca.pem.',
    ],
    trust: ['In the window that follows, tick "Trust this CA to identify websites".'],
    remove: [
      'The same list: under "Eyelid", choose "Eyelid CA", Delete or Distrust.',
      'Settings, General, Network Settings: No proxy.',
    ],
    note: 'On Windows, Mac and Android, Firefox from version 120 on follows the system: take the steps of that system.',
  },
  chromeos: {
    file: 'crt',
    proxy: [
      'Settings, Network, your Wi-Fi, Network, Proxy: Automatic proxy configuration, or Manual.',
    ],
    install: [
      'In Chrome: Settings, Privacy and security, Security, Manage certificates, Authorities, Import, and choose the file.',
    ],
    trust: ['Tick "Trust this certificate for identifying websites".'],
    remove: [
      'The same list: "Eyelid CA", Delete.',
      'Settings, Network, your Wi-Fi, Proxy: Direct connection.',
    ],
    note: 'Android apps on a Chromebook do not use it.',
  },
  other: {
    file: null,
    proxy: [
      'Its network settings, where there is a proxy setting. Where there is none, let the router send its traffic to Eyelid.',
    ],
    install: [
      'A television or a console cannot be told to trust a certificate: there is nothing to install.',
    ],
    trust: ['Nothing. It stays at level hostname: trackers are blocked by their host names.'],
    remove: ['Its network settings, Proxy: Off.'],
    note: 'Nothing is opened on such a device, so nothing of it can break for want of a certificate.',
  },
};
