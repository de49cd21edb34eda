export interface TrustCheckView {
  readonly internalName: string;
  readonly probeAddress: string;
  readonly viaProxy: boolean;
  readonly trusted: boolean;
}

/** The script keeps this up to date; without it, it says what this very request showed. */
export function TrustCheck(view: TrustCheckView) {
  const state = view.trusted ? 'trusted' : view.viaProxy ? 'untrusted' : 'unknown';
  return (
    <div
      class={`check ${state}`}
      id="check"
      role="status"
      data-internal={view.internalName}
      data-probe={view.probeAddress}
    >
      {CHECK_WORDS.map(([name, sign, head, rest]) => (
        <p data-state={name} hidden={state !== name}>
          <span class="sign" aria-hidden="true">
            {sign}
          </span>{' '}
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
    '✓',
    'HTTPS is open for this browser.',
    'From now on Eyelid looks into what it sends and filters it in full.',
  ],
  [
    'trusted',
    '✓',
    'This device goes through Eyelid, and this browser trusts its certificate.',
    'All is ready: press the button.',
  ],
  [
    'paused',
    '‖',
    'This browser trusts Eyelid, and is paused just now.',
    'When the pause is over, HTTPS is open for it.',
  ],
  [
    'level',
    '○',
    'This browser trusts Eyelid, but HTTPS stays closed:',
    'somebody chose so in the settings, or set the level of this device or browser on the page "Devices".',
  ],
  [
    'untrusted',
    '○',
    'This device goes through Eyelid.',
    'This browser does not trust its certificate yet, as far as this page can tell: steps 2 and 3. Nothing is broken meanwhile; trackers are blocked by host name.',
  ],
  [
    'outside',
    '○',
    'This device does not go through Eyelid yet.',
    'Begin with step 1. This page looks again every few seconds.',
  ],
  ['unknown', '○', null, 'Take the steps above; this looks again when the page is reloaded.'],
] as const;
