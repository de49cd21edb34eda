import type { Hono } from 'hono';
import type { Device, DeviceId } from '../../model/device.ts';
import { forgetDevice } from '../device-actions.ts';
import type { Env, StatusContext } from '../env.ts';
import { frameFor, type Parts } from '../parts.ts';
import { parseStretch } from '../stretch.ts';
import { DevicePage, ForgetDevicePage } from '../views/device.tsx';
import { HISTORY_STRETCHES } from '../views/device-history.tsx';
import { DevicesPage } from '../views/devices.tsx';
import { document } from '../views/layout.tsx';
import { reply } from './api.ts';
import { back } from './forms.tsx';

const DAY = 86_400_000;

/** All devices, and one: with its history, and how it is forgotten. */
export function addDeviceRoutes(app: Hono<Env>, parts: Parts): void {
  const { devices } = parts.ports;
  const named = (c: StatusContext) => devices.get((c.req.param('id') ?? '') as DeviceId);
  app.get('/devices', async (c) => c.html(await listPage(c, parts)));
  app.get('/devices/:id', async (c) => {
    const device = named(c);
    return device === null ? c.notFound() : c.html(await devicePage(c, parts, device));
  });
  app.get('/devices/:id/forget', async (c) => {
    const device = named(c);
    return device === null ? c.notFound() : c.html(await forgetPage(c, parts, device));
  });
  app.post('/devices/:id/forget', async (c) =>
    back(c, parts, await forgetDevice(parts, c.req.param('id'))),
  );
  app.get('/api/devices/:id', async (c) => {
    const device = named(c);
    if (device === null) return c.json({ error: 'no such device' }, 404);
    const { range } = stretchOf(c, parts);
    const { pauses, programs, log } = parts.ports;
    return c.json({
      device,
      sharedBy: devices.sharing()(device),
      pause: pauses.of(device),
      programs: programs.list(device.id),
      since: range.since,
      history: await log.device(device.id, range),
    });
  });
  app.post('/api/devices/:id/forget', async (c) =>
    reply(c, await forgetDevice(parts, c.req.param('id'))),
  );
}

function stretchOf(c: StatusContext, { ports }: Parts) {
  return parseStretch(c.req.query('last') ?? null, HISTORY_STRETCHES, ports.now());
}

async function listPage(c: StatusContext, parts: Parts): Promise<string> {
  const { devices, pauses, programs, log, now } = parts.ports;
  // Devices can be set while the log cannot be read.
  const overview = await log.overview({ since: now() - DAY }).catch(() => null);
  const frame = frameFor(c, parts);
  return document(
    'Devices',
    frame,
    <DevicesPage
      frame={frame}
      devices={devices.list()}
      carried={overview && new Map(overview.byDevice.map((one) => [one.device, one]))}
      groups={pauses.groups}
      pauseOf={pauses.of}
      programsOf={(device) => programs.list(device.id)}
      clientAddress={c.env.info.clientAddress}
    />,
  );
}

async function devicePage(c: StatusContext, parts: Parts, device: Device): Promise<string> {
  const { devices, pauses, programs, log } = parts.ports;
  const stretch = stretchOf(c, parts);
  const frame = frameFor(c, parts);
  return document(
    device.name ?? device.address,
    frame,
    <DevicePage
      frame={frame}
      device={device}
      isRandomMac={devices.isRandomMac}
      shared={devices.sharing()(device)}
      pause={pauses.of(device)}
      programs={programs.list(device.id)}
      stretch={stretch}
      history={await log.device(device.id, stretch.range).catch(() => 'unreadable' as const)}
      clientAddress={c.env.info.clientAddress}
    />,
  );
}

async function forgetPage(c: StatusContext, parts: Parts, device: Device): Promise<string> {
  const rows = await parts.ports.log.rows({ device: device.id, limit: 1 });
  const frame = frameFor(c, parts);
  const content = <ForgetDevicePage frame={frame} device={device} rows={rows.length > 0} />;
  return document(`Forget ${device.name ?? device.address}`, frame, content);
}
