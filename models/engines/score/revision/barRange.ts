/** A range of bars in ticks, and what of a piece lies in it. */
import { barQuarters } from '../../../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import type { Note, Score } from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { Form, Phrase, Section } from '../form/form.ts';
import type { ChordSpan } from '../harmony/writeHarmony.ts';
import type { LineNote } from '../melody/line.ts';
import type { VoicedChord } from '../texture/writePad.ts';

/** From the beginning of a bar to the beginning of another. */
export interface BarRange {
  start: Ticks;
  end: Ticks;
}

/** The first bar and the one after the last, as ticks; with the last bar of the piece it has no end. Bars count from 1. */
export function rangeOfBars(
  { meters, bars: all }: Pick<Score, 'meters' | 'bars'>,
  [from, to]: readonly [number, number],
): BarRange {
  return { start: barStart(meters, from - 1), end: to < all ? barStart(meters, to) : Infinity };
}

/** Where a bar begins that has so many before it. */
function barStart(meters: Score['meters'], index: number): Ticks {
  let [tick, left] = [0, index];
  for (const [i, { meter, tick: from }] of meters.entries()) {
    const bar = barQuarters(meter) * ticksPerQuarter;
    const until = meters[i + 1]?.tick ?? Infinity;
    const bars = Math.min(left, Math.round((until - from) / bar));
    tick = from + bars * bar;
    left -= bars;
    if (left === 0) return tick;
  }
  return tick;
}

/**
 * A player may be this early (the loosest style wanders by 32 ticks): a note that begins so shortly before a bar line belongs to the bar
 * after it. The last triplet sixteenth of a bar, played as late, is still before it.
 */
export const mostEarly: Ticks = 40;

/** True for a note that is played in the range. */
export function isPlayedIn({ tick }: Pick<Note, 'tick'>, { start, end }: BarRange): boolean {
  return tick + mostEarly >= start && tick + mostEarly < end;
}

/** The notes of a line that begin in the range, their ticks from its start. */
export function linesIn(line: readonly LineNote[], { start, end }: BarRange): LineNote[] {
  return line
    .filter(({ tick }) => tick >= start && tick < end)
    .map((note) => ({
      ...note,
      tick: note.tick - start,
      duration: Math.min(note.duration, end - note.tick),
    }));
}

/** The chords of the range, cut at its ends, their ticks from its start. */
export function spansIn<S extends Pick<ChordSpan, 'tick' | 'duration'>>(
  spans: readonly S[],
  { start, end }: BarRange,
): S[] {
  return spans.flatMap((span) => {
    const from = Math.max(start, span.tick);
    const to = Math.min(end, span.tick + span.duration);
    return to <= from ? [] : [{ ...span, tick: from - start, duration: to - from }];
  });
}

/** The layouts of the chords of the range. */
export function voicedIn(voiced: readonly VoicedChord[], range: BarRange): VoicedChord[] {
  return voiced.flatMap(({ span, pitches }) => spansIn([span], range).map((cut) => ({ span: cut, pitches })));
}

/** The phrases of the range as a form of its own, and by index which phrases of the piece they are. */
export function formIn(form: Form, from: number, to: number): { form: Form; phrases: number[] } {
  const indices: number[] = [];
  const sections = form.sections.flatMap((section): Section[] => {
    const phrases = section.phrases.flatMap((phrase): Phrase[] => {
      const startBar = Math.max(from, phrase.startBar);
      const endBar = Math.min(to, phrase.startBar + phrase.bars);
      if (endBar <= startBar) return [];
      const index = indices.length;
      indices.push(phrase.index);
      const isWhole = endBar === phrase.startBar + phrase.bars;
      const cadence = isWhole ? phrase.cadence : 'open';
      return [{ ...phrase, index, startBar: startBar - from, bars: endBar - startBar, cadence }];
    });
    const [first] = phrases;
    if (first === undefined) return [];
    const bars = phrases.reduce((sum, phrase) => sum + phrase.bars, 0);
    return [{ ...section, startBar: first.startBar, bars, phrases }];
  });
  const phrases = sections.flatMap((section) => section.phrases);
  return { form: { bars: to - from, sections, phrases }, phrases: indices };
}
