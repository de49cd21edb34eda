import type { Hono } from 'hono';
import type { Child } from 'hono/jsx';
import type { Env, StatusContext } from '../env.ts';
import { parseNumber } from '../filter.ts';
import { safeNext } from '../guard.ts';
import { frameFor, type Parts } from '../parts.ts';
import { ruleAddress } from '../rule-address.ts';
import {
  dropMine,
  type FileOutcome,
  findingsOf,
  previewOf,
  removeExpired,
  restoreFile,
  saveFile,
} from '../rule-file-actions.ts';
import type { RuleFileText } from '../rule-files.ts';
import { document } from '../views/layout.tsx';
import { type Asked, EditorPage } from '../views/rule-editor.tsx';
import { LINES_PER_PAGE, RuleFilePage } from '../views/rule-file.tsx';
import { PastTextPage, RuleConflictPage } from '../views/rule-texts.tsx';

/** Rule files as texts: shown, edited, looked at before they are saved, and brought back. */
export function addRuleFileRoutes(app: Hono<Env>, parts: Parts): void {
  const at = '/rules/file/:name';
  const nameOf = (c: StatusContext): string => c.req.param('name') ?? '';
  const form = (c: StatusContext) => c.get('form');
  app.get(at, (c) => showFile(c, parts, nameOf(c)));
  app.get(`${at}/edit`, (c) => edit(c, parts, nameOf(c), {}));
  app.get(`${at}/past/:id`, (c) => showPast(c, parts, nameOf(c), c.req.param('id')));
  app.post(`${at}/check`, async (c) => {
    const findings = await findingsOf(parts, nameOf(c), form(c).text, 'saving');
    return edit(
      c,
      parts,
      nameOf(c),
      told(findings, (found) => ({ findings: found })),
    );
  });
  app.post(`${at}/preview`, async (c) => {
    const preview = await previewOf(parts, nameOf(c), form(c).text);
    return edit(
      c,
      parts,
      nameOf(c),
      told(preview, (found) => ({ preview: found })),
    );
  });
  const acts = { save: saveFile, restore: restoreFile, expired: removeExpired, leave: dropMine };
  for (const [word, act] of Object.entries(acts)) {
    app.post(`${at}/${word}`, async (c) =>
      answer(c, parts, nameOf(c), await act(parts, nameOf(c), form(c))),
    );
  }
}

function told<T extends object>(found: T | string, asked: (found: T) => Asked): Asked {
  return typeof found === 'string' ? { refused: found } : asked(found);
}

async function showFile(c: StatusContext, parts: Parts, name: string): Promise<Response> {
  const { ruleFiles } = parts.ports;
  const line = lineOf(c.req.query('line'));
  const first = line ?? lineOf(c.req.query('from')) ?? 1;
  const from = first - ((first - 1) % LINES_PER_PAGE);
  const part = await ruleFiles.part(name, from, LINES_PER_PAGE);
  if (part === null) return c.notFound();
  const info = part.own ? (await ruleFiles.list()).find((one) => one.name === name) : undefined;
  const history = part.own ? await ruleFiles.history(name) : [];
  return show(c, parts, name, (frame) => (
    <RuleFilePage frame={frame} part={part} line={line} info={info ?? null} history={history} />
  ));
}

/** A line number, 1 at least; null for all else. */
function lineOf(text: string | undefined): number | null {
  const line = parseNumber(text ?? null);
  return line === null || line === 0 ? null : line;
}

/** The editor, with the text of the form where there is one. */
async function edit(c: StatusContext, parts: Parts, name: string, asked: Asked): Promise<Response> {
  const { text, base } = c.req.method === 'POST' ? c.get('form') : {};
  const file = await parts.ports.ruleFiles.read(name);
  if (file === null) return c.notFound();
  if (file.locked !== null) return c.redirect(ruleAddress(name), 303);
  return show(
    c,
    parts,
    `Edit ${name}`,
    (frame) => (
      <EditorPage
        frame={{ ...frame, here: ruleAddress(name) }}
        file={file}
        text={typeof text === 'string' ? text.replace(/\r\n?/g, '\n') : file.text}
        base={typeof base === 'string' ? base : file.hash}
        asked={asked}
      />
    ),
    asked.refused === undefined && asked.sure !== true ? 200 : 409,
  );
}

async function showPast(
  c: StatusContext,
  parts: Parts,
  name: string,
  id: string,
): Promise<Response> {
  const { ruleFiles } = parts.ports;
  const file = await ruleFiles.read(name);
  const past = file === null ? null : await ruleFiles.past(name, id);
  const entry = past === null ? [] : await ruleFiles.history(name);
  const about = entry.find((one) => one.id === id);
  if (file === null || past === null || about === undefined) return c.notFound();
  return show(c, parts, `${name}, earlier`, (frame) => (
    <PastTextPage frame={frame} file={file} about={about} text={past} />
  ));
}

/** After a write: on to the file with a notice, or back to the text, so that none is lost. */
async function answer(
  c: StatusContext,
  parts: Parts,
  name: string,
  outcome: FileOutcome,
): Promise<Response> {
  switch (outcome.kind) {
    case 'saved': {
      const session = c.get('session');
      if (session !== null) {
        const { undo, text } = outcome;
        parts.sessions.leaveNotice(session.key, { text: `${text}.`, undo });
      }
      const { back } = c.get('form');
      return c.redirect(typeof back === 'string' ? safeNext(back) : ruleAddress(name), 303);
    }
    case 'unsure':
      return edit(c, parts, name, { findings: outcome.findings, sure: true });
    case 'refused':
      return edit(c, parts, name, { refused: outcome.text });
    case 'conflict':
      return conflict(c, parts, outcome.theirs);
  }
}

async function conflict(c: StatusContext, parts: Parts, theirs: RuleFileText): Promise<Response> {
  const { text, id } = c.get('form');
  const mine =
    typeof id === 'string' ? await parts.ports.ruleFiles.past(theirs.name, id) : (text ?? '');
  return show(
    c,
    parts,
    `${theirs.name} was changed`,
    (frame) => (
      <RuleConflictPage
        frame={{ ...frame, here: ruleAddress(theirs.name) }}
        theirs={theirs}
        mine={String(mine ?? '').replace(/\r\n?/g, '\n')}
      />
    ),
    409,
  );
}

function show(
  c: StatusContext,
  parts: Parts,
  title: string,
  page: (frame: ReturnType<typeof frameFor>) => Child,
  status: 200 | 409 = 200,
): Response | Promise<Response> {
  const frame = frameFor(c, parts);
  return c.html(document(title, frame, page(frame), ['rules']), status);
}
