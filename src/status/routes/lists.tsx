import type { Hono } from 'hono';
import type { Env, StatusContext } from '../env.ts';
import { addList, removeList, updateLists } from '../list-actions.ts';
import { frameFor, type Parts } from '../parts.ts';
import { document } from '../views/layout.tsx';
import { ListsPage } from '../views/lists.tsx';
import { reply } from './api.ts';
import { back } from './forms.tsx';

/** While lists are downloaded the page shows itself again, with or without scripts. Seconds. */
const SHOW_AGAIN = '2';

/** The lists that are subscribed to: shown, updated, added, removed. */
export function addListRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/lists', (c) => lists(c, parts));
  app.get('/api/lists', async (c) => c.json({ lists: await parts.ports.lists.list() }));
  const acts = { update: updateLists, add: addList, remove: removeList };
  for (const [word, act] of Object.entries(acts)) {
    app.post(`/lists/${word}`, async (c) => back(c, parts, await act(parts, c.get('form'))));
    app.post(`/api/lists/${word}`, async (c) => reply(c, await act(parts, c.get('form'))));
  }
}

async function lists(c: StatusContext, parts: Parts): Promise<Response> {
  const all = await parts.ports.lists.list();
  if (all.some(({ activity }) => activity !== null)) c.header('Refresh', SHOW_AGAIN);
  const frame = frameFor(c, parts);
  const page = (
    <ListsPage
      frame={frame}
      lists={all}
      inForce={parts.ports.rules.current().lists}
      now={parts.ports.now()}
    />
  );
  return c.html(document('Lists', frame, page));
}
