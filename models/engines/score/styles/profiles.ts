/** All style profiles by name. */
import { ambient } from './ambient.ts';
import { blues } from './blues.ts';
import { bossa } from './bossa.ts';
import { celtic } from './celtic.ts';
import { chiptune } from './chiptune.ts';
import { choral } from './choral.ts';
import { cinematic } from './cinematic.ts';
import { comedy } from './comedy.ts';
import { electronic } from './electronic.ts';
import { folk } from './folk.ts';
import { horror } from './horror.ts';
import { jazz } from './jazz.ts';
import { lofi } from './lofi.ts';
import { march } from './march.ts';
import { piano } from './piano.ts';
import { pop } from './pop.ts';
import { rock } from './rock.ts';
import { strings } from './strings.ts';
import { synthwave } from './synthwave.ts';
import { waltz } from './waltz.ts';
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
  jazz,
  bossa,
  blues,
  rock,
  pop,
  synthwave,
  lofi,
  chiptune,
  comedy,
  march,
  waltz,
  celtic,
};
