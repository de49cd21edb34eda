import { QrCode } from './qr-code.tsx';

export interface AddDeviceView {
  /** Where a device of the home network finds its steps; the likeliest first. */
  readonly addresses: readonly string[];
  readonly proxy: { readonly address: string; readonly port: number };
  readonly pacAddress: string;
}

/** For the owner: how another device gets to its own steps. */
export function AddDevicePage({ addresses, proxy, pacAddress }: AddDeviceView) {
  const [address = '', ...others] = addresses;
  return (
    <>
      <h1>Add a device</h1>
      <p class="lead">A phone takes four taps. Have it in the same Wi-Fi, and point its camera.</p>
      {isOnlyHere(address) ? (
        <p class="hint">
          Eyelid listens on this machine only, so no other device gets here: see <code>listen</code>{' '}
          in <code>config/eyelid.yaml</code>.
        </p>
      ) : null}
      <div class="scan">
        <QrCode text={address} label={`QR code of ${address}`} />
        <div>
          <p>
            Or type <code>{address}</code> into its browser.
          </p>
          <ol class="taps">
            <li>
              <strong>Scan</strong> and open the page: it shows the steps for that device.
            </li>
            <li>
              <strong>Install</strong> the certificate with the button there.
            </li>
            <li>
              <strong>Trust</strong> it in the device's settings; on an iPhone this is a step of its
              own.
            </li>
            <li>
              <strong>Check</strong>: the page turns green when all is done.
            </li>
          </ol>
        </div>
      </div>
      {others.length === 0 ? null : (
        <p class="quiet">
          Eyelid is at {others.length === 1 ? 'another address' : 'other addresses'} too:{' '}
          {others.map((other, i) => (
            <>
              {i === 0 ? '' : ', '}
              <code>{other}</code>
            </>
          ))}
          .
        </p>
      )}
      <section class="card">
        <h2>How its traffic gets here</h2>
        <dl class="facts-list">
          <div>
            <dt>Proxy setting</dt>
            <dd>
              server <code>{proxy.address}</code>, port <code>{proxy.port}</code>, in the Wi-Fi
              settings of the device
            </dd>
          </div>
          <div>
            <dt>Automatic</dt>
            <dd>
              <code>{pacAddress}</code>, where a configuration address is asked for
            </dd>
          </div>
          <div>
            <dt>Router</dt>
            <dd>
              for all devices at once, televisions and consoles too: <code>docs/lan.md</code>
            </dd>
          </div>
        </dl>
      </section>
      <section class="card">
        <h2>What cannot trust a certificate</h2>
        <p>
          Televisions, consoles and most apps. They are filtered by host name, which needs nothing
          on the device, and nothing of them breaks.
        </p>
      </section>
      <p class="after">
        <a class="button" href="/welcome">
          Set up the device you are looking at
        </a>
      </p>
    </>
  );
}

function isOnlyHere(address: string): boolean {
  return /^http:\/\/(?:127\.|\[::1\]|localhost)/.test(address);
}
