import type { Hono } from 'hono';
import type { Env, StatusContext } from '../env.ts';
import { frameFor, type Parts, showsTrust } from '../parts.ts';
import { platformNamed, platformOf } from '../platform.ts';
import { setupFacts } from '../setup-facts.ts';
import { AddDevicePage } from '../views/add-device.tsx';
import { document } from '../views/layout.tsx';
import { WelcomePage } from '../views/welcome.tsx';

/** How a device is set up: for itself, which needs no login, and for who adds it. */
export function addSetupRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/welcome', (c) => c.html(welcome(c, parts)));
  app.get('/devices/add', (c) =>
    c.html(
      document('Add a device', frameFor(c, parts), <AddDevicePage {...setupFacts(c, parts)} />),
    ),
  );
  app.get('/api/setup', (c) => {
    const { fingerprint, notAfter } = parts.ports.authority;
    return c.json({ ...setupFacts(c, parts), fingerprint, notAfter });
  });
}

function welcome(c: StatusContext, parts: Parts): string {
  const { authority, settings } = parts.ports;
  const { proxy, pacAddress } = setupFacts(c, parts);
  return document(
    'Set up this device',
    frameFor(c, parts),
    <WelcomePage
      fingerprint={authority.fingerprint}
      notAfter={authority.notAfter}
      next={parts.ports.nextAuthority()}
      internalName={settings.internalName}
      probeAddress={settings.probeAddress}
      proxy={proxy}
      pacAddress={pacAddress}
      platform={platformNamed(c.req.query('for')) ?? platformOf(c.req.header('user-agent') ?? '')}
      viaProxy={c.env.info.viaProxy}
      trusted={showsTrust(c, parts)}
    />,
    ['welcome'],
  );
}
