/** What stands over and under the notes: tempo, rehearsal marks, chord symbols, dynamics; each at its tick. */
import { isCompound } from '../../bridge/protocol/meter.ts';
import { chordSymbol } from './chordSymbol.ts';
import { lastAt } from './spelling.ts';
import { element, escaped } from './xml.ts';
import type { Part, Score, ScoreTheme } from '../../bridge/protocol/score.ts';
import type { MidiVelocity, Ticks } from '../../bridge/protocol/units.ts';
import type { WrittenNote } from './writtenNotes.ts';

/** Something at a tick; `xml` is given how far after its place in the file it stands. */
export interface Direction {
  tick: Ticks;
  xml: (offset: Ticks) => string;
}

/** Marks by the velocity up to which they hold, as the MIDI specification's recommended practice spaces them. */
const marks: readonly (readonly [MidiVelocity, string])[] = [
  [24, 'ppp'],
  [40, 'pp'],
  [56, 'p'],
  [72, 'mp'],
  [88, 'mf'],
  [104, 'f'],
  [118, 'ff'],
  [127, 'fff'],
];

/** Of the whole piece, to be written over its first part. */
export function scoreDirections(score: Score): Direction[] {
  return [...rehearsalMarks(score), ...tempoMarks(score), ...chordSymbols(score)]
    .filter(({ tick }) => tick < score.endTick)
    .sort((a, b) => a.tick - b.tick);
}

/** A mark where a section, or the part in it, begins at another level than before. */
export function dynamicMarks(notes: readonly WrittenNote[], { sections, endTick }: Score): Direction[] {
  const starts = sections.length === 0 ? [0] : sections.map(({ tick }) => tick);
  let before = '';
  let next = 0;
  return starts.flatMap((_, i): Direction[] => {
    const end = starts[i + 1] ?? endTick;
    const from = next;
    while ((notes[next]?.tick ?? Infinity) < end) next++;
    const inside = notes.slice(from, next);
    const [first] = inside;
    if (first === undefined) return [];
    const level = inside.reduce((sum, note) => sum + note.midiVelocity, 0) / inside.length;
    const mark = (marks.find(([most]) => level <= most) ?? ['', 'fff'])[1];
    if (mark === before) return [];
    before = mark;
    const type = element('dynamics', `<${mark}/>`);
    // MusicXML counts in per cent of a velocity of 90.
    const sound = `<sound dynamics="${String(Math.round((level / 90) * 100))}"/>`;
    return [{ tick: first.tick, xml: (offset) => direction('below', type, offset, sound) }];
  });
}

/** The names of the themes that a part states, over their first notes. */
export function themeLabels(part: Pick<Part, 'role' | 'instrument'>, { themes = [] }: Score): Direction[] {
  return themes
    .filter(({ role, instrument }) => role === part.role && instrument === part.instrument)
    .map((theme) => ({
      tick: theme.tick,
      xml: (offset) =>
        direction('above', `<words font-weight="bold">${escaped(labelOf(theme))}</words>`, offset),
    }));
}

function labelOf({ name, factor }: ScoreTheme): string {
  return `${name}${factor === 2 ? ' (augmented)' : factor === 0.5 ? ' (diminished)' : ''}`;
}

function rehearsalMarks({ sections }: Score): Direction[] {
  return sections.map(({ tick, label }) => ({
    tick,
    xml: (offset) => direction('above', element('rehearsal', escaped(label)), offset),
  }));
}

/** A metronome mark where the tempo changes; within a ritardando its word, and for the rest the sound alone. */
function tempoMarks({ tempos, meters, markers }: Score): Direction[] {
  const words = markers.map(({ tick, text }) => ({
    tick,
    xml: (offset: Ticks) => direction('above', `<words font-style="italic">${escaped(text)}</words>`, offset),
  }));
  const changes = tempos.map(({ tick, microsecondsPerQuarter, ritardando }) => {
    const quarters = 60_000_000 / microsecondsPerQuarter;
    const sound = `<sound tempo="${String(rounded(quarters, 4))}"/>`;
    // MuseScore 3 prints the tempo of what has no words, so that these have a space that does not break.
    const blank = '<words>\u00a0</words>';
    if (ritardando === true)
      return { tick, xml: (offset: Ticks) => direction('above', blank, offset, sound) };
    const isDotted = isCompound((lastAt(meters, tick) ?? meters[0])?.meter ?? '4/4');
    const unit = element('beat-unit', 'quarter') + (isDotted ? '<beat-unit-dot/>' : '');
    const perMinute = element('per-minute', rounded(isDotted ? quarters / 1.5 : quarters, 2));
    const type = `<metronome parentheses="no">${unit}${perMinute}</metronome>`;
    return { tick, xml: (offset: Ticks) => direction('above', type, offset, sound) };
  });
  return [...words, ...changes];
}

function chordSymbols({ chords, keys }: Score): Direction[] {
  return chords.flatMap((chord, i): Direction[] => {
    const key = lastAt(keys, chord.tick) ?? keys[0];
    const tonic = key?.tonic ?? 'C';
    const write = (offset: Ticks): string => chordSymbol(chord, tonic, offset);
    const last = chords[i - 1];
    // The same chord again is not said again.
    if (last !== undefined && chordSymbol(last, tonic, 0) === write(0)) return [];
    return [{ tick: chord.tick, xml: write }];
  });
}

function direction(placement: 'above' | 'below', type: string, offset: Ticks, sound = ''): string {
  const shift = offset === 0 ? '' : element('offset', offset);
  return `<direction placement="${placement}">${element('direction-type', type)}${shift}${sound}</direction>`;
}

function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
