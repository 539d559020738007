/** All dialects. */
import { ableton } from './dialects/ableton.ts';
import { ardour } from './dialects/ardour.ts';
import { bitwig } from './dialects/bitwig.ts';
import { anyOsc, midiOnly } from './dialects/openEnds.ts';
import { reaper } from './dialects/reaper.ts';
import type { DawId } from '../protocol/daw.ts';
import type { DawDialect } from './dawDialect.ts';

/** Each dialect by the name of its DAW. */
export const dawDialects: Readonly<Record<DawId, DawDialect>> = {
  ableton,
  reaper,
  bitwig,
  ardour,
  osc: anyOsc,
  midi: midiOnly,
};
