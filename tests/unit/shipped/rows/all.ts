import type { Row } from '../row.ts';
import { GOOGLE } from './google.ts';
import { IDENTIFIERS } from './identifiers.ts';
import { META_APP } from './meta-app.ts';
import { META_GATEWAY } from './meta-gateway.ts';
import { META_PIXEL } from './meta-pixel.ts';
import { META_PLUGINS } from './meta-plugins.ts';
import { PICTURES } from './pictures.ts';
import { SHAPES } from './shapes.ts';
import { VENDORS } from './vendors.ts';

/** Every row of the catalogue, in its order. */
export const ROWS: readonly Row[] = [
  ...META_PIXEL,
  ...META_PLUGINS,
  ...META_GATEWAY,
  ...META_APP,
  ...IDENTIFIERS,
  ...GOOGLE,
  ...VENDORS,
  ...PICTURES,
  ...SHAPES,
];
