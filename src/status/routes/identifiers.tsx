import type { Hono } from 'hono';
import type { Env, StatusContext } from '../env.ts';
import { addIdentifier, removeIdentifier } from '../identifier-actions.ts';
import { frameFor, type Parts } from '../parts.ts';
import { IdentifiersPage } from '../views/identifiers.tsx';
import { document } from '../views/layout.tsx';
import { reply } from './api.ts';
import { back } from './forms.tsx';

/** The household's identifiers: shown by their labels, entered, removed. */
export function addIdentifierRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/identifiers', (c) => c.html(identifiers(c, parts)));
  app.get('/api/identifiers', (c) => c.json({ identifiers: parts.ports.identifiers.list() }));
  const acts = { add: addIdentifier, remove: removeIdentifier };
  for (const [word, act] of Object.entries(acts)) {
    app.post(`/identifiers/${word}`, async (c) => back(c, parts, await act(parts, c.get('form'))));
    app.post(`/api/identifiers/${word}`, async (c) => reply(c, await act(parts, c.get('form'))));
  }
}

function identifiers(c: StatusContext, parts: Parts): string {
  const frame = frameFor(c, parts);
  const page = <IdentifiersPage frame={frame} identifiers={parts.ports.identifiers.list()} />;
  return document('Identifiers', frame, page);
}
