import type { ResourceType } from '../../model/request.ts';
import type { Incident } from './incident.ts';

const THINGS: Readonly<Record<ResourceType, string>> = {
  document: 'The page',
  subdocument: 'A frame',
  script: 'A script',
  stylesheet: 'A style sheet',
  image: 'A picture',
  font: 'A font',
  media: 'Sound or video',
  object: 'A part of the page',
  xhr: 'A request',
  ping: 'A beacon',
  websocket: 'A live connection',
  other: 'A request',
};

/** What was done, in one sentence. */
export function whatHappened({ newest, host, paths }: Incident): string {
  const { type, action, kind } = newest;
  if (kind === 'tunnel') return `The connection to ${host} was refused.`;
  const where = type === 'document' ? host : type === 'xhr' ? `to ${host}` : `from ${host}`;
  const one = `${THINGS[type]} ${where}`;
  const many = paths.length > 1 ? ', and more like it,' : '';
  switch (action) {
    case 'stub':
      return `${one}${many} was replaced by a stand-in.`;
    case 'placeholder':
      return `${one}${many} is held back until it is clicked.`;
    case 'strip':
      return `Something was taken out of what was asked of ${host}.`;
    case 'rewrite':
      return `What ${host} answered was changed.`;
    default:
      return `${one}${many} was blocked.`;
  }
}

/**
 * What a person may send to who keeps the list. Nothing in it is a value:
 * addresses without their queries, and no name of the household.
 */
export function reportText(
  culprit: {
    readonly what: string;
    readonly host: string;
    readonly path: string | null;
    readonly rule: { readonly list: string; readonly line: number; readonly text: string } | null;
  },
  site: string | null,
  version: string,
): string {
  const { what, host, path, rule } = culprit;
  return [
    what,
    site === null ? 'Asked for by an app, or by a connection of its own.' : `On: https://${site}/`,
    path === null ? `Host: ${host}` : `Address: https://${host}${path}`,
    ...(rule === null ? [] : [`Rule: ${rule.text}`, `List: ${rule.list}, line ${rule.line}`]),
    `Eyelid ${version}`,
  ].join('\n');
}
