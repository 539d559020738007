/** The bars of one part as MusicXML. */
import { noteXml, piecesOf } from './writeNotes.ts';
import { element } from './xml.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';
import type { Bar } from './bars.ts';
import type { Direction } from './directions.ts';
import type { FifthsPlace, Speller } from './spelling.ts';
import type { VoiceChord } from './voices.ts';
import type { NoteContext } from './writeNotes.ts';
import type { WrittenPart } from './writtenPart.ts';

/** What bars are written with. */
export interface BarsContext {
  /** The part's `id`. */
  id: string;
  bars: readonly Bar[];
  speller: Speller;
  /** Sorted. */
  directions: readonly Direction[];
  /** The head of a bar. */
  attributes: (bar: Bar) => string;
  respelling: (tick: Ticks) => FifthsPlace;
  /** Where sections begin: a double bar line stands before. */
  sectionTicks: ReadonlySet<Ticks>;
}

/** The `<measure>` elements of a part. */
export function writeBars(written: WrittenPart, context: BarsContext): string {
  const voices = written.staves.flatMap(({ voices: inStaff }, staff) =>
    // A staff without a note has a voice of rests.
    (inStaff.length === 0 ? [[]] : inStaff).map((chords, i) => ({
      cursor: new Cursor(chords),
      isFirst: i === 0,
      // Programs give each staff four voices.
      voice: 4 * staff + i + 1,
      ...(written.staves.length > 1 ? { staff: staff + 1 } : {}),
    })),
  );
  const directions = new Cursor(context.directions.map((one) => ({ ...one, end: one.tick + 1 })));
  return context.bars
    .map((bar, i) => {
      const here = directions.inside(bar);
      const content = voices.flatMap(({ cursor, isFirst, voice, staff }, k) => {
        const chords = cursor.inside(bar);
        if (chords.length === 0 && !isFirst) return [];
        const { id, speller, respelling } = context;
        const notes = { written, id, speller, respelling, voice, ...(staff === undefined ? {} : { staff }) };
        const back = k === 0 ? '' : element('backup', element('duration', bar.length));
        return [back + voiceXml(bar, chords, notes, k === 0 ? here : [])];
      });
      return measure(bar, context.bars[i + 1], [context.attributes(bar), ...content], context.sectionTicks);
    })
    .join('\n');
}

function voiceXml(
  bar: Bar,
  chords: readonly VoiceChord[],
  notes: NoteContext,
  directions: readonly Direction[],
): string {
  let next = 0;
  return piecesOf(bar, chords, notes.written.triplets)
    .map((piece) => {
      const { tick, length } = piece.value;
      let before = '';
      for (; (directions[next]?.tick ?? Infinity) < tick + length; next++) {
        before += directions[next]?.xml(Math.max(0, (directions[next]?.tick ?? 0) - tick)) ?? '';
      }
      return before + noteXml(piece, notes);
    })
    .join('');
}

function measure(
  bar: Bar,
  next: Bar | undefined,
  content: readonly string[],
  sectionTicks: ReadonlySet<Ticks>,
): string {
  const style = next === undefined ? 'light-heavy' : sectionTicks.has(next.tick) ? 'light-light' : undefined;
  const line =
    style === undefined ? '' : `<barline location="right">${element('bar-style', style)}</barline>`;
  const implicit = bar.isPartial ? ' implicit="yes"' : '';
  return `<measure number="${String(bar.number)}"${implicit}>${content.join('')}${line}</measure>`;
}

/** Goes along with the bars through what is sorted by tick. */
class Cursor<T extends { tick: Ticks; end: Ticks }> {
  readonly #all: readonly T[];
  #next = 0;

  constructor(all: readonly T[]) {
    this.#all = all;
  }

  /** What lies in a bar or reaches into it; bars are asked for in order. */
  inside({ tick, length }: Bar): T[] {
    const found: T[] = [];
    while ((this.#all[this.#next]?.end ?? Infinity) <= tick) this.#next++;
    for (let i = this.#next; (this.#all[i]?.tick ?? Infinity) < tick + length; i++)
      found.push(this.#all[i] as T);
    return found;
  }
}
