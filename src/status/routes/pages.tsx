import type { Hono } from 'hono';
import type { Env, StatusContext } from '../env.ts';
import { frameFor, type Parts } from '../parts.ts';
import { DevicesPage } from '../views/devices.tsx';
import { document } from '../views/layout.tsx';

/** The pages that only show. */
export function addPageRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/devices', (c) => c.html(devices(c, parts)));
}

function devices(c: StatusContext, parts: Parts): string {
  const frame = frameFor(c, parts);
  const { devices, pauses, programs } = parts.ports;
  return document(
    'Devices',
    frame,
    <DevicesPage
      frame={frame}
      devices={devices.list()}
      isRandomMac={devices.isRandomMac}
      sharedBy={devices.sharing()}
      groups={pauses.groups}
      pauseOf={pauses.of}
      programsOf={(device) => programs.list(device.id)}
      clientAddress={c.env.info.clientAddress}
    />,
  );
}
