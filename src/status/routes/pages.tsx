import type { Hono } from 'hono';
import type { Env, StatusContext } from '../env.ts';
import { parseConditions, parseNumber } from '../filter.ts';
import { frameFor, type Parts } from '../parts.ts';
import { DevicesPage } from '../views/devices.tsx';
import { document } from '../views/layout.tsx';
import { LogPage } from '../views/log.tsx';
import { RowPage } from '../views/row.tsx';
import { RulesPage } from '../views/rules.tsx';

const PAGE_ROWS = 50;
/** The pages that only show. */
export function addPageRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/log', async (c) => c.html(await log(c, parts)));
  app.get('/log/:id', (c) => row(c, parts, c.req.param('id')));
  app.get('/rules', async (c) => c.html(await rules(c, parts)));
  app.get('/devices', (c) => c.html(devices(c, parts)));
}

async function log(c: StatusContext, parts: Parts): Promise<string> {
  const query = new URL(c.req.url).searchParams;
  const conditions = parseConditions(query, parts.ports.now());
  const before = parseNumber(query.get('before'));
  const paging = before === null ? {} : { before };
  // One row more than is shown tells whether there is another page.
  const rows = await parts.ports.log.rows({ ...conditions, ...paging, limit: PAGE_ROWS + 1 });
  const shown = rows.slice(0, PAGE_ROWS);
  const frame = frameFor(c, parts);
  return document(
    'Log',
    frame,
    <LogPage
      frame={frame}
      query={query}
      conditions={conditions}
      rows={shown}
      devices={parts.ports.devices.list()}
      older={rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null}
      live={before === null && conditions.until === undefined}
    />,
    ['log'],
  );
}

async function row(c: StatusContext, parts: Parts, id: string): Promise<Response> {
  const number = parseNumber(id);
  const found = number === null ? null : await parts.ports.log.row(number);
  if (found === null) return c.notFound();
  const { rules } = parts.ports;
  const frame = frameFor(c, parts);
  return c.html(
    document(
      `Event ${found.id}`,
      frame,
      <RowPage
        frame={frame}
        row={found}
        meaning={found.rule === null ? null : rules.explain(found.rule)}
        undoneMeaning={found.undone === null ? null : rules.explain(found.undone)}
      />,
    ),
  );
}

async function rules(c: StatusContext, parts: Parts): Promise<string> {
  const query = new URL(c.req.url).searchParams;
  const wish = (key: string) => (query.get(key) ?? '').slice(0, 1_000);
  const frame = frameFor(c, parts);
  const { size, lists } = parts.ports.rules.current();
  return document(
    'Rules',
    frame,
    <RulesPage
      frame={frame}
      size={size}
      lists={lists}
      personal={parts.ports.rules.personal()}
      learnt={await parts.ports.learnt.read()}
      wish={{ host: wish('host'), path: wish('path'), page: wish('page') }}
    />,
  );
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

