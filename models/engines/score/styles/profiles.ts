/** All style profiles by name. */
import { ambient } from './ambient.ts';
import { choral } from './choral.ts';
import { cinematic } from './cinematic.ts';
import { electronic } from './electronic.ts';
import { folk } from './folk.ts';
import { horror } from './horror.ts';
import { piano } from './piano.ts';
import { strings } from './strings.ts';
import type { Style } from '../../../../bridge/protocol/attributes.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of each style. */
export const profiles: Readonly<Record<Style, StyleProfile>> = {
  cinematic,
  ambient,
  piano,
  strings,
  choral,
  folk,
  electronic,
  horror,
};
