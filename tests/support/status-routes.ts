import { createStatus } from '../../src/status/status.tsx';
import { household } from './status-ports.ts';

export interface Route {
  readonly method: string;
  /** As it is registered, `/log/:id`. */
  readonly path: string;
}

/** Every route that the page registers: a new one cannot be forgotten. */
export function statusRoutes(method: 'GET' | 'POST'): readonly Route[] {
  const page = createStatus(household().ports);
  const all = page.routes.map((route) => {
    const [verb = '', path = ''] = route.split(' ');
    return { method: verb, path };
  });
  page.close();
  return all.filter((route) => route.method === method);
}

/** What stands in addresses of a real household. */
export interface Names {
  readonly device: string;
  readonly row: string;
  readonly file: string;
}

/** The address of a route with something that exists in each of its places. */
export function addressOf({ path }: Route, { device, row, file }: Names): string {
  const ofDevice = path.replace(
    /^(\/api)?\/devices\/:id/,
    `$1/devices/${encodeURIComponent(device)}`,
  );
  const ofLog = ofDevice.replace(/^(\/api)?\/log\/:id/, `$1/log/${row}`);
  const ofFile = ofLog.replace(':name', encodeURIComponent(file));
  return ofFile.replace(/:[a-z]+/g, '0');
}

/** A stream has no end to wait for. */
export function isStream({ path }: Route): boolean {
  return path === '/live' || path === '/api/live';
}
