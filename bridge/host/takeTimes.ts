/** When sections and chords of a take begin, in seconds of its sound: by its recipe, or where that is older by its score. */
import { readFileSync } from 'node:fs';
import { barAt } from '../daw/barLines.ts';
import { takeOutlineSchema } from '../protocol/take.ts';
import { tickToSeconds } from '../protocol/tempoMap.ts';
import { readMidi } from '../../models/rendering/readMidi.ts';
import type { MusicEvent } from '../protocol/musicEvent.ts';
import type { TakeOutline } from '../protocol/take.ts';
import type { Seconds } from '../protocol/units.ts';
import type { MidiView } from '../../models/rendering/readMidi.ts';

/** An event of a take. */
export interface TakeMoment {
  /** From the beginning of its sound. */
  seconds: Seconds;
  event: Extract<MusicEvent, { kind: 'chord' | 'section' }>;
}

/** The marker of a ritardando, which is no section. */
const ritardando = 'rit.';

/** Moments of a take in their order; none where its score cannot be read: it sounds all the same. */
export function takeMoments(scorePath: string, outline: unknown): TakeMoment[] {
  const view = viewOf(scorePath);
  if (view === undefined) return [];
  const told = takeOutlineSchema.safeParse(outline);
  const { sections, chords } = told.success ? told.data : outlineOf(view);
  const moments = [
    ...sections.map(({ tick, bar, label }): TakeMoment => ({
      seconds: tickToSeconds(view.tempos, tick),
      event: { kind: 'section', label, bar },
    })),
    ...chords.map(({ tick, name, numeral }): TakeMoment => ({
      seconds: tickToSeconds(view.tempos, tick),
      event: { kind: 'chord', name, numeral },
    })),
  ];
  return moments.sort((a, b) => a.seconds - b.seconds);
}

/** A score holds its sections as markers, and no chords. */
function outlineOf({ markers, meters }: MidiView): TakeOutline {
  return {
    sections: markers
      .filter(({ text }) => text !== ritardando)
      .map(({ tick, text }) => ({ tick, bar: barAt(meters, tick), label: text.slice(0, 200) })),
    chords: [],
  };
}

function viewOf(path: string): MidiView | undefined {
  try {
    return readMidi(readFileSync(path), path);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
