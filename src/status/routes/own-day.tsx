import type { Hono, MiddlewareHandler } from 'hono';
import type { Env, StatusContext } from '../env.ts';
import { parseNumber } from '../filter.ts';
import { ownDevice, readOwnDay } from '../own-day.ts';
import { frameFor, type Parts } from '../parts.ts';
import { document } from '../views/layout.tsx';
import { NoDayPage, OwnDayPage } from '../views/own-day.tsx';

/** What needs no login where the setting `status.guest` is on; only to be read. */
export const GUEST_PATHS: readonly string[] = ['/mine', '/api/mine'];

/** Guests whose days are read at the same time: the owner's questions to the log come behind theirs. */
const MAX_GUESTS = 8;

/** The last day of the device that asks, whoever is logged in. */
export function addOwnDayRoutes(app: Hono<Env>, parts: Parts): void {
  const guests = createGuests();
  app.get('/mine', guests, async (c) => c.html(await page(c, parts)));
  app.get('/api/mine', guests, async (c) => {
    const found = await ownDay(c, parts);
    return 'day' in found ? c.json(found.day) : c.json({ error: found.why }, 404);
  });
}

function createGuests(): MiddlewareHandler<Env> {
  let reading = 0;
  return async (c, next) => {
    if (c.get('session') !== null) return next();
    if (reading >= MAX_GUESTS) {
      c.header('Retry-After', '5');
      return c.text('too many ask at the same moment; try again\n', 503);
    }
    reading += 1;
    try {
      return await next();
    } finally {
      reading -= 1;
    }
  };
}

async function ownDay(c: StatusContext, { ports }: Parts) {
  // Whose day it is comes from the connection, and from nothing that was sent.
  const device = ownDevice(ports.devices, c.env.info.clientAddress);
  if (typeof device === 'string') return { why: device };
  const before = parseNumber(c.req.query('before') ?? null);
  return { day: await readOwnDay(ports.log, device, ports.now(), before) };
}

async function page(c: StatusContext, parts: Parts): Promise<string> {
  const found = await ownDay(c, parts);
  const loggedIn = c.get('session') !== null;
  return document(
    'Your device',
    frameFor(c, parts),
    'day' in found ? (
      <OwnDayPage day={found.day} loggedIn={loggedIn} />
    ) : (
      <NoDayPage why={found.why} loggedIn={loggedIn} />
    ),
  );
}
