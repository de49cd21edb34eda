import type { Hono } from 'hono';
import { AppError } from '../../model/errors.ts';
import type { Env, StatusContext } from '../env.ts';
import { frameFor, type Parts } from '../parts.ts';
import { addToken, removeToken } from '../token-actions.ts';
import { document } from '../views/layout.tsx';
import { TokensPage, type TokensView } from '../views/tokens.tsx';
import { reply } from './api.ts';
import { back } from './forms.tsx';

/** The tokens of the API: listed, made, removed. Only a person who is logged in gets here. */
export function addTokenRoutes(app: Hono<Env>, parts: Parts): void {
  const { tokens } = parts.ports;
  app.get('/settings/tokens', (c) => page(c, parts, null));
  app.get('/api/tokens', (c) => c.json({ tokens: tokens.list() }));
  app.post('/settings/tokens/add', async (c) => {
    const made = await addToken(parts, c.get('form'));
    // Not sent on to another page: the token is in no address and in no store.
    return 'token' in made ? page(c, parts, made) : back(c, parts, made);
  });
  app.post('/api/tokens/add', async (c) => {
    const made = await addToken(parts, c.get('form'));
    return 'token' in made ? c.json(made) : reply(c, made);
  });
  const remove = (c: StatusContext) => removeToken(parts, c.get('form'));
  app.post('/settings/tokens/remove', async (c) => back(c, parts, await remove(c)));
  app.post('/api/tokens/remove', async (c) => reply(c, await remove(c)));
}

function page(
  c: StatusContext,
  parts: Parts,
  made: { readonly name: string; readonly token: string } | null,
): Response | Promise<Response> {
  const frame = { ...frameFor(c, parts), here: '/settings/tokens' };
  const { tokens, error } = listed(parts);
  return c.html(
    document(
      'API tokens',
      frame,
      <TokensPage frame={frame} tokens={tokens} made={made} error={error} />,
    ),
  );
}

function listed({ ports }: Parts): Pick<TokensView, 'tokens' | 'error'> {
  try {
    return { tokens: ports.tokens.list(), error: null };
  } catch (error) {
    // A damaged file is for the person to hear of.
    if (error instanceof AppError) return { tokens: [], error: error.message };
    throw error;
  }
}
