import type { Hono } from 'hono';
import type { Device, DeviceId } from '../../model/device.ts';
import { type Look, look, nameOf } from '../broken/look.ts';
import { TriedInVain } from '../broken/tried.ts';
import { beginTrial, endTrials, keepTrial, leaveUnopened, openAgain } from '../broken/try.ts';
import { reportText } from '../broken/words.ts';
import type { Env, StatusContext } from '../env.ts';
import { parseNumber } from '../filter.ts';
import { frameFor, type Parts } from '../parts.ts';
import { BrokenPage, BrokenPart, type DeviceView } from '../views/broken.tsx';
import { document, type Frame } from '../views/layout.tsx';
import { reply } from './api.ts';
import { back } from './forms.tsx';

const MAX_PAGE = 253;

interface Asked {
  readonly device: Device;
  readonly at: number | null;
  readonly page: string | null;
}

/** "Something is broken": the page, the part of it that is renewed, its forms, and all as JSON. */
export function addBrokenRoutes(app: Hono<Env>, parts: Parts): void {
  const tried = new TriedInVain(parts.ports.now);
  app.get('/broken', async (c) => c.html(await page(c, parts, tried)));
  app.get('/broken/part', async (c) => {
    const asked = askedOf(c, parts);
    if (asked === null) return c.text('that device is not known\n', 404);
    // Not the frame of a page: a notice is for whoever sees it.
    const here = `/broken${new URL(c.req.url).search}`;
    const frame = { assets: parts.assets, csrf: c.get('session')?.csrf ?? null, here };
    const view = await viewOf({ ...frame, notice: null, pauses: [] }, asked, parts, tried);
    return c.html((<BrokenPart {...view} />).toString());
  });
  app.get('/api/broken', async (c) => {
    const asked = askedOf(c, parts);
    if (asked === null) return c.json({ error: 'that device is not known' }, 404);
    return c.json(asJson(asked.device, await look(parts.ports, asked, tried), parts));
  });
  addTrials(app, parts, tried);
}

function addTrials(app: Hono<Env>, parts: Parts, tried: TriedInVain): void {
  const ending = (c: StatusContext) => endTrials(parts, c.get('form'), tried);
  const opening = (c: StatusContext) => openAgain(parts, c.get('form'), tried);
  app.post('/broken/try', async (c) => back(c, parts, await beginTrial(parts, c.get('form'))));
  app.post('/broken/keep', async (c) => back(c, parts, await keepTrial(parts, c.get('form'))));
  app.post('/broken/undo', async (c) => back(c, parts, await ending(c)));
  app.post('/broken/leave', async (c) => back(c, parts, await leaveUnopened(parts, c.get('form'))));
  app.post('/broken/open', async (c) => back(c, parts, await opening(c)));
  app.post('/api/broken/try', async (c) => reply(c, await beginTrial(parts, c.get('form'))));
  app.post('/api/broken/keep', async (c) => reply(c, await keepTrial(parts, c.get('form'))));
  app.post('/api/broken/undo', async (c) => reply(c, await ending(c)));
  app.post('/api/broken/leave', async (c) => reply(c, await leaveUnopened(parts, c.get('form'))));
  app.post('/api/broken/open', async (c) => reply(c, await opening(c)));
}

async function page(c: StatusContext, parts: Parts, tried: TriedInVain): Promise<string> {
  const { devices } = parts.ports;
  const asked = askedOf(c, parts);
  const frame = frameFor(c, parts);
  const query = asked === null ? '' : `?${queryOf(asked)}`;
  return document(
    'Something is broken',
    frame,
    <BrokenPage
      frame={frame}
      devices={devices.list()}
      own={ownDevice(c, parts)}
      shown={asked === null ? null : await viewOf(frame, asked, parts, tried)}
      part={`/broken/part${query}`}
    />,
    ['broken'],
  );
}

function queryOf({ device, at, page }: Asked): string {
  const query = new URLSearchParams({ device: device.id });
  if (page !== null) query.set('page', page);
  if (at !== null) query.set('at', String(at));
  return query.toString();
}

async function viewOf(
  frame: Frame,
  asked: Asked,
  parts: Parts,
  tried: TriedInVain,
): Promise<DeviceView> {
  const { ports } = parts;
  const { device, page, at } = asked;
  return {
    frame,
    device,
    page,
    look: await look(ports, asked, tried),
    pauses: ports.pauses.list(),
    pause: ports.pauses.of(device),
    files: new Set(ports.rules.current().lists.map(({ list }) => list)),
    version: ports.settings.version,
    isPast: at !== null,
  };
}

/** The device of the address; without one, the device that asks. Null where it is not known. */
function askedOf(c: StatusContext, parts: Parts): Asked | null {
  const query = new URL(c.req.url).searchParams;
  const id = query.get('device') ?? '';
  const device = id === '' ? ownDevice(c, parts) : parts.ports.devices.get(id as DeviceId);
  if (device === null) return null;
  const named = query.get('page') ?? '';
  const page = named === '' || named.length > MAX_PAGE ? null : named;
  return { device, page, at: parseNumber(query.get('at')) };
}

/** Asking makes no device: whoever only looks at the page need not be one. */
function ownDevice(c: StatusContext, { ports }: Parts): Device | null {
  const { clientAddress } = c.env.info;
  return ports.devices.list().find(({ address }) => address === clientAddress) ?? null;
}

function asJson(device: Device, found: Look, { ports }: Parts) {
  const { since, until, from, others, trials, sites } = found;
  return {
    device: device.id,
    ...{ since, until, from, others, trials },
    sites: sites.map(({ name, culprits }) => ({
      site: name,
      culprits: culprits.map((culprit) => ({
        ...culprit,
        line: culprit.remedy.kind === 'allow' ? nameOf(culprit.remedy, device) : null,
        report: culprit.rule === null ? null : reportText(culprit, name, ports.settings.version),
      })),
    })),
  };
}
