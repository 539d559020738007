/** Where sections and chords of a take begin: by its recipe, or where that is older by its score. */
import { takeOutlineSchema } from '../protocol/take.ts';
import { barAt } from './barLines.ts';
import type { TakeOutline } from '../protocol/take.ts';
import type { MidiView } from '../../models/rendering/readMidi.ts';

/** The marker of a ritardando, which is no section. */
const ritardando = 'rit.';

/** `outline` is what the recipe says, believed where it is one. A score holds its sections as markers, and no chords. */
export function takeOutline(outline: unknown, { markers, meters }: MidiView): TakeOutline {
  const told = takeOutlineSchema.safeParse(outline);
  if (told.success) return told.data;
  return {
    sections: markers
      .filter(({ text }) => text !== ritardando)
      .map(({ tick, text }) => ({ tick, bar: barAt(meters, tick), label: text.slice(0, 200) })),
    chords: [],
  };
}
