import type { Child } from 'hono/jsx';
import { PLATFORM_NAMES, PLATFORMS, type Platform } from '../platform.ts';
import { Time } from './format.tsx';
import { type PlatformSteps, STEPS } from './platform-steps.tsx';
import { TrustCheck } from './trust-check.tsx';

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

/** How this device is set up: four steps, of which the last turns green by itself. */
export function WelcomePage(view: WelcomeView) {
  const steps = STEPS[view.platform];
  return (
    <>
      <h1>Set up this device</h1>
      <p class="lead">Two minutes, four steps. Nothing breaks on the way.</p>
      <Choice platform={view.platform} />
      <ol class="steps">
        <Step id="connect" title="Connect" done={view.viaProxy}>
          <Connect view={view} steps={steps} />
        </Step>
        <Step id="install" title="Install the certificate" done={view.trusted}>
          <Install view={view} steps={steps} />
        </Step>
        <Step id="trust" title="Trust it" done={view.trusted}>
          <Lines lines={steps.trust} />
          <p class="quiet">
            Compare the fingerprint with what <code>eyelid ca show</code> prints:
          </p>
          <p class="fingerprint">
            <span class="quiet">SHA-256</span> <code>{view.fingerprint}</code>
          </p>
          {view.next === null ? null : <Next fingerprint={view.next.fingerprint} />}
        </Step>
        <Step id="see" title="Check" done={view.trusted}>
          <TrustCheck {...view} />
          <p class="quiet">
            Without scripts: open{' '}
            <a href={`https://${view.internalName}/welcome`}>https://{view.internalName}/</a>. Where
            it opens without a warning, this browser trusts the certificate. Each browser and app
            shows it for itself; what does not is filtered by host name and goes on to work.
          </p>
        </Step>
      </ol>
      <section class="removal" id="remove">
        <h2>To remove it all again</h2>
        <Lines lines={steps.remove} />
        {steps.note === null ? null : <p class="quiet">{steps.note}</p>}
      </section>
    </>
  );
}

function Choice({ platform }: { readonly platform: Platform }) {
  return (
    <nav class="choice" aria-label="Kind of device">
      {PLATFORMS.map((one) => (
        <a href={`/welcome?for=${one}`} aria-current={one === platform ? 'true' : undefined}>
          {PLATFORM_NAMES[one]}
        </a>
      ))}
    </nav>
  );
}

/** The script marks more of them as done as it finds out. */
function Step(props: {
  readonly id: string;
  readonly title: string;
  readonly done: boolean;
  readonly children?: Child;
}) {
  return (
    <li id={props.id}>
      <h2>
        {props.title}{' '}
        <span class="badge allow" data-done hidden={!props.done}>
          done
        </span>
      </h2>
      {props.children}
    </li>
  );
}

function Connect({ view, steps }: { readonly view: WelcomeView; readonly steps: PlatformSteps }) {
  const { address, port } = view.proxy;
  return (
    <>
      <Lines lines={steps.proxy} />
      <dl class="facts-list">
        <div>
          <dt>Automatic</dt>
          <dd>
            <code>{view.pacAddress}</code>
          </dd>
        </div>
        <div>
          <dt>Manual</dt>
          <dd>
            server <code>{address}</code>, port <code>{port}</code>
          </dd>
        </div>
        <div>
          <dt>Neither</dt>
          <dd>where the router sends this device's traffic to Eyelid already</dd>
        </div>
      </dl>
      <p class="quiet">From now on trackers are blocked by host name, without a certificate.</p>
    </>
  );
}

function Install({ view, steps }: { readonly view: WelcomeView; readonly steps: PlatformSteps }) {
  const { file } = steps;
  return (
    <>
      {file === null ? null : (
        <p>
          <a class="button primary" href={`/ca.${file}`}>
            Download eyelid-ca.{file}
          </a>
        </p>
      )}
      <Lines lines={steps.install} />
      <p class="quiet">
        With it, Eyelid can tell a tracking pixel from a login button on the same host. It was made
        on your own machine, its key never leaves it, and it is good until{' '}
        <Time at={view.notAfter} show="day" />. In other forms: <Forms of="ca" />.
      </p>
    </>
  );
}

/** Devices that trust it beforehand notice nothing when it follows. */
function Next({ fingerprint }: { readonly fingerprint: string }) {
  return (
    <div id="next">
      <h3>A new certificate will follow</h3>
      <p>
        Trust this one as well, in the same way. Until it takes the place of the other, both are
        needed; <code>eyelid ca show</code> prints its fingerprint too. <Forms of="next" />
      </p>
      <p class="fingerprint">
        <span class="quiet">SHA-256</span> <code>{fingerprint}</code>
      </p>
    </div>
  );
}

function Forms({ of }: { readonly of: 'ca' | 'next' }) {
  return (
    <>
      <a href={`/${of}.mobileconfig`}>Apple profile</a>, <a href={`/${of}.crt`}>crt</a>,{' '}
      <a href={`/${of}.cer`}>cer</a>, <a href={`/${of}.pem`}>pem</a>
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly Child[] }) {
  if (lines.length === 1) return <p>{lines[0]}</p>;
  return (
    <ul class="lines">
      {lines.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}
