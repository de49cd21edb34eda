import type { Child } from 'hono/jsx';
import { Time } from './format.tsx';

export type Platform = 'apple-phone' | 'mac' | 'android' | 'windows' | 'linux' | 'unknown';

export interface WelcomeView {
  readonly fingerprint: string;
  readonly notAfter: number;
  /** The certificate that is to follow; null where none waits. */
  readonly next: { readonly fingerprint: string } | null;
  readonly internalName: string;
  /** Where the trust check is answered for devices whose connections are steered here. */
  readonly probeAddress: string;
  readonly proxy: { readonly address: string; readonly port: number };
  /** Where the automatic configuration is to be had. */
  readonly pacAddress: string;
  readonly platform: Platform;
  readonly viaProxy: boolean;
  /** This very page came through the proxy under our certificate. */
  readonly trusted: boolean;
}

/** Guesses from the User-Agent header; only to open the right steps first. */
export function platformOf(userAgent: string): Platform {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'apple-phone';
  if (userAgent.includes('Android')) return 'android';
  if (userAgent.includes('Mac OS X')) return 'mac';
  if (userAgent.includes('Windows')) return 'windows';
  return /Linux|X11/.test(userAgent) ? 'linux' : 'unknown';
}

export function WelcomePage(view: WelcomeView) {
  return (
    <>
      <h1>Set up this device</h1>
      <Check {...view} />
      <section>
        <h2>1. Send it through Eyelid</h2>
        <p>
          In the Wi-Fi or network settings, set the proxy to <code>{view.proxy.address}</code>, port{' '}
          <code>{view.proxy.port}</code>; or, where a configuration address is asked for, to{' '}
          <code>{view.pacAddress}</code>. From then on trackers are blocked by host name, on every
          device and without a certificate. Where the router sends the device's traffic to Eyelid,
          nothing is to be set.
        </p>
      </section>
      <section>
        <h2>2. Trust its certificate</h2>
        <p>
          With it, Eyelid can also tell a tracking pixel from a login button on the same host. It
          was made on your own machine and its key never leaves it. Compare the fingerprint with
          what <code>eyelid ca show</code> prints.
        </p>
        <p class="fingerprint">
          <span class="quiet">SHA-256</span> <code>{view.fingerprint}</code>
        </p>
        <p class="downloads">
          <a class="button" href="/ca.mobileconfig">
            iPhone, iPad, Mac <span>ca.mobileconfig</span>
          </a>
          <a class="button" href="/ca.crt">
            Android, Windows <span>ca.crt</span>
          </a>
          <a class="button" href="/ca.pem">
            Linux, Firefox <span>ca.pem</span>
          </a>
        </p>
        <p class="quiet">
          Good until <Time at={view.notAfter} show="day" />.
        </p>
        <Steps {...view} />
        {view.next === null ? null : <Next fingerprint={view.next.fingerprint} />}
      </section>
      <section>
        <h2>3. See that it works</h2>
        <p>
          Open <a href={`https://${view.internalName}/welcome`}>https://{view.internalName}/</a> in
          each browser of this device. Where it opens without a warning, that browser trusts the
          certificate, and is filtered in full from then on. A device without a proxy setting may
          not know that name: press the button at the top instead.
        </p>
        <p>
          Trust is each program's own: a browser speaks neither for another one nor for the apps
          beside it. An app that trusts the certificate shows it by itself; what does not is passed
          through unopened, filtered by host name, and goes on to work.
        </p>
      </section>
    </>
  );
}

/** The script keeps this up to date; without it, it says what this very request showed. */
function Check(view: WelcomeView) {
  const state = view.trusted ? 'trusted' : view.viaProxy ? 'untrusted' : 'unknown';
  return (
    <div
      class={`check ${state}`}
      id="check"
      role="status"
      data-internal={view.internalName}
      data-probe={view.probeAddress}
    >
      {CHECK_WORDS.map(([name, head, rest]) => (
        <p data-state={name} hidden={state !== name}>
          {head === null ? null : <strong>{head}</strong>} {rest}
        </p>
      ))}
      <p>
        <button type="button" id="open-https" disabled={state !== 'trusted'}>
          Open HTTPS for this browser
        </button>
      </p>
    </div>
  );
}

/** What each state of the check means. */
const CHECK_WORDS = [
  [
    'open',
    'HTTPS is open for this browser.',
    'From now on Eyelid looks into what it sends and filters it in full.',
  ],
  [
    'trusted',
    'This device goes through Eyelid, and this browser trusts its certificate.',
    'All is ready: press the button.',
  ],
  [
    'paused',
    'This browser trusts Eyelid, and is paused just now.',
    'When the pause is over, HTTPS is open for it.',
  ],
  [
    'level',
    'This browser trusts Eyelid, but HTTPS stays closed:',
    'somebody chose so in the settings, or set the level of this device or browser on the page "Devices".',
  ],
  [
    'untrusted',
    'This device goes through Eyelid.',
    'This browser does not trust its certificate yet, as far as this page can tell: step 2. Nothing is broken meanwhile; trackers are blocked by host name.',
  ],
  [
    'outside',
    'This device does not go through Eyelid yet.',
    'Begin with step 1. This page looks again every few seconds.',
  ],
  ['unknown', null, 'Follow the three steps below; they take about two minutes.'],
] as const;

function Steps(view: WelcomeView) {
  const is = (...platforms: readonly Platform[]) => platforms.includes(view.platform);
  return (
    <div class="platforms">
      <Guide name="iPhone and iPad" open={is('apple-phone')}>
        <li>Open this page in Safari and take ca.mobileconfig.</li>
        <li>Settings, "Profile Downloaded", Install.</li>
        <li>
          Settings, General, About, Certificate Trust Settings: switch "Eyelid CA" on. Without this
          step it does nothing.
        </li>
        <li class="quiet">
          To remove: Settings, General, VPN &amp; Device Management, Remove Profile.
        </li>
      </Guide>
      <Guide name="Android" open={is('android')}>
        <li>Take ca.crt.</li>
        <li>
          Settings, Security, Encryption &amp; credentials, Install a certificate, CA certificate,
          and choose the file. A screen lock is needed.
        </li>
        <li>Browsers then trust it. Most apps do not: they are filtered by host name only.</li>
        <li class="quiet">
          To remove: the same menu, User credentials or Trusted credentials, User.
        </li>
      </Guide>
      <Guide name="Mac" open={is('mac')}>
        <li>Take ca.mobileconfig and open it; System Settings asks whether to install it.</li>
        <li>
          Or: <code>security add-trusted-cert -r trustRoot ca.crt</code>
        </li>
        <li class="quiet">
          To remove: System Settings, Profiles; or Keychain Access, "Eyelid CA".
        </li>
      </Guide>
      <Guide name="Windows" open={is('windows')}>
        <li>
          Take ca.crt, open it, Install Certificate, "Trusted Root Certification Authorities". Or:{' '}
          <code>certutil -user -addstore Root ca.crt</code>
        </li>
        <li class="quiet">
          To remove: <code>certmgr.msc</code>, Trusted Root Certification Authorities, "Eyelid CA".
        </li>
      </Guide>
      <Guide name="Linux" open={is('linux')}>
        <li>
          Debian, Ubuntu: copy ca.pem to <code>/usr/local/share/ca-certificates/eyelid.crt</code>{' '}
          and run <code>update-ca-certificates</code>.
        </li>
        <li>
          Fedora: <code>trust anchor ca.pem</code>
        </li>
        <li>
          Chromium: <code>certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Eyelid -i ca.pem</code>
        </li>
        <li class="quiet">To remove: delete the file and run the same command again.</li>
      </Guide>
      <Guide name="Firefox" open={false}>
        <li>On Windows, Mac and Android it follows the system.</li>
        <li>
          On Linux: Settings, Privacy and security, Connection and software security, Advanced
          settings, Manage certificates (older versions: Privacy &amp; Security, View Certificates),
          Authorities, Import ca.pem, "Trust this CA to identify websites".
        </li>
        <li class="quiet">To remove: the same list, Delete or Distrust.</li>
      </Guide>
      <Guide name="TVs, consoles and everything else" open={false}>
        <li>They cannot be told to trust a certificate. They are filtered by host name.</li>
      </Guide>
    </div>
  );
}

/** Devices that trust it beforehand notice nothing when it follows. */
function Next({ fingerprint }: { readonly fingerprint: string }) {
  return (
    <div id="next">
      <h3>A new certificate will follow</h3>
      <p>
        Trust this one as well, in the same way. Until it takes the place of the other, both are
        needed; <code>eyelid ca show</code> prints its fingerprint too.
      </p>
      <p class="fingerprint">
        <span class="quiet">SHA-256</span> <code>{fingerprint}</code>
      </p>
      <p class="downloads">
        <a class="button" href="/next.mobileconfig">
          iPhone, iPad, Mac <span>next.mobileconfig</span>
        </a>
        <a class="button" href="/next.crt">
          Android, Windows <span>next.crt</span>
        </a>
        <a class="button" href="/next.pem">
          Linux, Firefox <span>next.pem</span>
        </a>
      </p>
    </div>
  );
}

function Guide(props: {
  readonly name: string;
  readonly open: boolean;
  readonly children?: Child;
}) {
  return (
    <details open={props.open}>
      <summary>{props.name}</summary>
      <ol>{props.children}</ol>
    </details>
  );
}
