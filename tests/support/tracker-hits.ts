import type { TrackerHit } from './tracker-hit.ts';
import { ADVERTISING } from './tracker-hits/advertising.ts';
import { APPS } from './tracker-hits/apps.ts';
import { BEHAVIOUR } from './tracker-hits/behaviour.ts';
import { GOOGLE } from './tracker-hits/google.ts';
import { MAIL } from './tracker-hits/mail.ts';
import { MEASURING } from './tracker-hits/measuring.ts';
import { META } from './tracker-hits/meta.ts';
import { META_PLUGINS } from './tracker-hits/meta-plugins.ts';
import { NETWORKS } from './tracker-hits/networks.ts';
import { SHAPES } from './tracker-hits/shapes.ts';

/** Every request whose sentence is known word by word. */
export const HITS: readonly TrackerHit[] = [
  ...META,
  ...META_PLUGINS,
  ...GOOGLE,
  ...NETWORKS,
  ...ADVERTISING,
  ...MEASURING,
  ...BEHAVIOUR,
  ...APPS,
  ...MAIL,
  ...SHAPES,
];
