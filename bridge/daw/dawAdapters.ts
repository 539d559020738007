/** All adapters. */
import { abletonAdapter } from './adapters/ableton.ts';
import { ardourAdapter } from './adapters/ardour.ts';
import { bitwigAdapter } from './adapters/bitwig.ts';
import { midiAdapter, oscAdapter } from './adapters/openEnds.ts';
import { reaperAdapter } from './adapters/reaper.ts';
import type { DawId } from '../protocol/daw.ts';
import type { DawAdapter } from './dawAdapter.ts';

/** Each adapter by the name of its DAW. */
export const dawAdapters: Readonly<Record<DawId, DawAdapter>> = {
  ableton: abletonAdapter,
  reaper: reaperAdapter,
  bitwig: bitwigAdapter,
  ardour: ardourAdapter,
  osc: oscAdapter,
  midi: midiAdapter,
};
