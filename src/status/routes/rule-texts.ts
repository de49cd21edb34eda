import type { Hono } from 'hono';
import type { Env, StatusContext } from '../env.ts';
import type { Parts } from '../parts.ts';
import {
  type FileOutcome,
  findingsOf,
  previewOf,
  removeExpired,
  restoreFile,
  saveFile,
} from '../rule-file-actions.ts';

/** Rule files as texts, for programs: what the editor does, as JSON. */
export function addRuleTextRoutes(app: Hono<Env>, parts: Parts): void {
  const { ruleFiles } = parts.ports;
  const nameOf = (c: StatusContext): string => c.req.param('name') ?? '';
  app.get('/api/rules/files', async (c) => c.json({ files: await ruleFiles.list() }));
  app.get('/api/rules/files/:name', async (c) => {
    const file = await ruleFiles.read(nameOf(c));
    if (file === null) return nothing(c);
    const info = (await ruleFiles.list()).find(({ name }) => name === file.name);
    return c.json({ ...file, remarks: info?.remarks ?? [] });
  });
  app.get('/api/rules/history/:name', async (c) => {
    const file = await ruleFiles.read(nameOf(c));
    return file === null ? nothing(c) : c.json({ texts: await ruleFiles.history(file.name) });
  });
  app.get('/api/rules/history/:name/:id', async (c) => {
    const file = await ruleFiles.read(nameOf(c));
    const text = file === null ? null : await ruleFiles.past(file.name, c.req.param('id'));
    return text === null ? nothing(c) : c.json({ text });
  });
  app.post('/api/rules/files/:name', async (c) =>
    tell(c, await saveFile(parts, nameOf(c), c.get('form'))),
  );
  app.post('/api/rules/files/:name/expired', async (c) =>
    tell(c, await removeExpired(parts, nameOf(c), c.get('form'))),
  );
  app.post('/api/rules/history/:name/:id', async (c) => {
    const wish = { ...c.get('form'), id: c.req.param('id') };
    return tell(c, await restoreFile(parts, nameOf(c), wish));
  });
  app.post('/api/rules/lint', async (c) => {
    const { name, text } = c.get('form');
    const found = await findingsOf(parts, String(name ?? ''), text);
    return typeof found === 'string' ? c.json({ error: found }, 400) : c.json(found);
  });
  app.post('/api/rules/preview', async (c) => {
    const { name, text } = c.get('form');
    const found = await previewOf(parts, String(name ?? ''), text);
    return typeof found === 'string' ? c.json({ error: found }, 400) : c.json(found);
  });
}

function nothing(c: StatusContext): Response {
  return c.json({ error: 'there is no rule file of that name, or no such text of it' }, 404);
}

function tell(c: StatusContext, outcome: FileOutcome): Response {
  switch (outcome.kind) {
    case 'saved':
      return c.json({ done: outcome.text, hash: outcome.hash, undo: outcome.undo?.fields ?? null });
    case 'refused':
      return c.json({ error: outcome.text }, outcome.status);
    case 'unsure':
      return c.json(
        {
          error: 'some lines would not be in force; send "sure": true to save them as they are',
          ...outcome.findings,
        },
        409,
      );
    case 'conflict':
      return c.json(
        { error: 'the file was changed meanwhile; nothing was written', theirs: outcome.theirs },
        409,
      );
  }
}
