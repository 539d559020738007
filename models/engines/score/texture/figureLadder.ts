/** The notes that figures are made of: the chord's, in the role's band, under the melody. */
import { chordAt } from '../harmony/writeHarmony.ts';
import { mod, pitchesWithin } from '../theory/scale.ts';
import type { MidiNote, PitchClass, Ticks } from '../../../../bridge/protocol/units.ts';
import type { ChordSpan } from '../harmony/writeHarmony.ts';
import type { LineNote } from '../melody/line.ts';
import type { Band } from '../orchestration/registers.ts';
import type { LadderKind } from '../styles/styleProfile.ts';

/** The highest note that a figure may take in a bar: under the melody where there is room for a ladder. */
export function ceilingOf(melody: readonly LineNote[], from: Ticks, to: Ticks, band: Band): MidiNote {
  const open = band.high + 7;
  const lowest = melody.reduce(
    (low, note) => (note.tick < to && note.tick + note.duration > from ? Math.min(low, note.pitch - 1) : low),
    open,
  );
  return Math.max(lowest, band.centre + 5);
}

/** The chord's notes from a little under the middle of the band upwards; a trembling figure alternates neighbours. */
export function ladderAt(
  spans: readonly ChordSpan[],
  tick: Ticks,
  band: Band,
  kind: LadderKind,
  rootLowest: boolean,
): MidiNote[] {
  const { chord } = chordAt(spans, tick);
  const ladder = ladderOf(chord.tones, band, rootLowest ? chord.bass : undefined);
  if (kind !== 'tremble') return ladder;
  const base = ladder[0] ?? band.centre;
  const neighbour = [1, 2].map((size) => base + size).find((pitch) => chord.scale.includes(mod(pitch, 12)));
  return [base, neighbour ?? base];
}

/** The pitch classes' notes from a little under the middle of the band upwards, from their foot where they have one. */
export function ladderOf(tones: readonly PitchClass[], band: Band, foot: PitchClass | undefined): MidiNote[] {
  const isFooted = foot !== undefined;
  const pitches = pitchesWithin(tones, isFooted ? band.low - 6 : band.low, band.high);
  const lowest = band.centre - (isFooted ? 14 : 9);
  const from = pitches.findIndex((pitch) => pitch >= lowest && (!isFooted || mod(pitch, 12) === foot));
  return from < 0 ? pitches : pitches.slice(from);
}

/** The last chord, held through the bar; `spread` is the time between its notes. */
export function closingChord(
  { start, bar, spread }: { start: Ticks; bar: Ticks; spread: Ticks },
  spans: readonly ChordSpan[],
  band: Band,
  rootLowest: boolean,
): LineNote[] {
  const ladder = ladderAt(spans, start, band, 'arpeggio', rootLowest).slice(0, 3);
  return ladder.map((pitch, i) => ({
    tick: start + i * spread,
    duration: bar - i * spread,
    pitch,
    motif: false,
  }));
}

/** Of notes that are struck twice at once, the first. */
export function dropDoubled(notes: readonly LineNote[]): LineNote[] {
  const seen = new Set<string>();
  return notes.filter((note) => {
    const place = `${note.tick}/${note.pitch}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}
