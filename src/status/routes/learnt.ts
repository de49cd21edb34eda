import type { Hono } from 'hono';
import type { Env } from '../env.ts';
import { forgetLearnt, learnAgain } from '../learnt-actions.ts';
import type { Parts } from '../parts.ts';
import { reply } from './api.ts';
import { back } from './forms.tsx';

/** What was learnt: read, forgotten, and allowed to be learnt again. The page Rules shows it. */
export function addLearntRoutes(app: Hono<Env>, parts: Parts): void {
  app.get('/api/learnt', async (c) => c.json(await parts.ports.learnt.read()));
  const acts = { forget: forgetLearnt, again: learnAgain };
  for (const [word, act] of Object.entries(acts)) {
    app.post(`/learnt/${word}`, async (c) => back(c, parts, await act(parts, c.get('form'))));
    app.post(`/api/learnt/${word}`, async (c) => reply(c, await act(parts, c.get('form'))));
  }
}
