/**
 * What makes a genre, as figures on finished scores: every style of popular, dance and stage music has gates of its own that its
 * pieces pass on average. Nothing here knows profiles: a piece is measured as a listener with a score would.
 */
import { barGrid } from '../engines/score/request.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import type { Style } from '../../bridge/protocol/attributes.ts';
import type { Role } from '../../bridge/protocol/roles.ts';
import type { Note, Score } from '../../bridge/protocol/score.ts';
import type { MidiNote, Ticks } from '../../bridge/protocol/units.ts';

/** One gate: what is measured, and between what its mean has to lie. */
export interface StyleGate {
  style: Style;
  what: string;
  least: number;
  most: number;
  /** Undefined where the piece has nothing to measure, such as a role that its brief does not have. */
  measure: (score: Score) => number | undefined;
}

/** Players are early or late by less. */
const near: Ticks = 40;
/** General MIDI keys of snare drums and of the clap, and of the side stick. */
const snares: readonly MidiNote[] = [38, 39, 40];
const sideStick: MidiNote = 37;

function notesOf(score: Score, role: Role): readonly Note[] {
  const last = score.endTick - barOf(score).bar - near;
  // The last bar is the same in all styles: one chord.
  return (score.parts.find((part) => part.role === role)?.notes ?? []).filter(({ tick }) => tick < last);
}

function barOf(score: Score): ReturnType<typeof barGrid> {
  return barGrid(score.meters[0]?.meter ?? '4/4');
}

function share<T>(items: readonly T[], test: (item: T) => boolean): number | undefined {
  return items.length === 0 ? undefined : items.filter(test).length / items.length;
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Beats of the bar, from 0. */
function beatAt(score: Score, tick: Ticks): { beat: number; after: Ticks } {
  const { bar, beat } = barOf(score);
  const inBar = (tick + near) % bar;
  return { beat: Math.floor(inBar / beat), after: (inBar % beat) - near };
}

/** How much longer the first half of a beat is than the second: 1 is straight, 2 are triplets. Meters of triple beats have none. */
function swing(score: Score): number | undefined {
  if (barOf(score).beat !== ticksPerQuarter) return undefined;
  const offBeats = (['percussion', 'figure', 'lead'] as const)
    .flatMap((role) => notesOf(score, role))
    .map(({ tick }) => tick % ticksPerQuarter)
    .filter((place) => place > 170 && place < 350);
  const middle = meanOf(offBeats);
  return middle === undefined ? undefined : middle / (ticksPerQuarter - middle);
}

/** Share of a role's notes that begin between beats. */
function offBeat(role: Role): StyleGate['measure'] {
  return (score) => share(notesOf(score, role), ({ tick }) => beatAt(score, tick).after > near);
}

/** Share of a role's notes that begin on one of the beats. */
function onBeats(role: Role, beats: readonly number[]): StyleGate['measure'] {
  return (score) =>
    share(notesOf(score, role), ({ tick }) => {
      const { beat, after } = beatAt(score, tick);
      return after <= near && beats.includes(beat);
    });
}

/** Onsets of a role in a beat, while it plays. */
function perBeat(role: Role): StyleGate['measure'] {
  return (score) => {
    const onsets = new Set(notesOf(score, role).map(({ tick }) => Math.round(tick / 30)));
    const { bar, beat } = barOf(score);
    const bars = new Set([...onsets].map((onset) => Math.floor((onset * 30 + near) / bar)));
    return bars.size === 0 ? undefined : onsets.size / (bars.size * (bar / beat));
  };
}

/** Mean length of a role's notes in quarters. */
function length(role: Role): StyleGate['measure'] {
  return (score) => meanOf(notesOf(score, role).map(({ duration }) => duration / ticksPerQuarter));
}

/** Share of the chords that have four notes or more. */
function rich(score: Score): number | undefined {
  return share(score.chords, ({ tones }) => tones.length >= 4);
}

/** Share of what a kit's snare plays that is on the second and fourth beat. */
function backbeat(score: Score): number | undefined {
  const struck = notesOf(score, 'percussion').filter(({ pitch }) => snares.includes(pitch));
  return share(struck, ({ tick }) => {
    const { beat, after } = beatAt(score, tick);
    return beat % 2 === 1 && after <= near;
  });
}

/** Share of the notes of the figure's chords that are the lowest one, its fifth or its octave; modes without a perfect fifth have fewer. */
function powerChords(score: Score): number | undefined {
  const strokes = new Map<number, MidiNote[]>();
  for (const { tick, pitch } of notesOf(score, 'figure')) {
    const stroke = Math.round(tick / 120);
    strokes.set(stroke, [...(strokes.get(stroke) ?? []), pitch]);
  }
  const chords = [...strokes.values()].filter((pitches) => pitches.length > 1);
  const intervals = chords.flatMap((pitches) => pitches.map((pitch) => (pitch - Math.min(...pitches)) % 12));
  return share(intervals, (interval) => interval === 0 || interval === 7);
}

/** Share of the side stick's strokes that are on a clave of two bars of four quarters, 3–2 or 2–3. */
function clave(score: Score): number | undefined {
  const places = notesOf(score, 'percussion')
    .filter(({ pitch }) => pitch === sideStick)
    .map(({ tick }) => Math.round(tick / 240) % 16);
  const on = (shift: number): number =>
    share(places, (place) => [0, 3, 6, 10, 13].includes((place + shift) % 16)) ?? 0;
  return places.length === 0 ? undefined : Math.max(on(0), on(8));
}

/** Share of the pad's notes that are the tonic or its fifth. */
function drone(score: Score): number | undefined {
  const root = score.chords.at(-1)?.root ?? 0;
  return share(notesOf(score, 'pad'), ({ pitch }) => [0, 6, 7].includes((pitch - root + 120) % 12));
}

/** Share of the figure's notes that begin where no note of the bass does. */
function afterBass(score: Score): number | undefined {
  const placeOf = ({ tick }: Note): number => Math.round(tick / 120);
  const bass = new Set(notesOf(score, 'bass').map(placeOf));
  return bass.size === 0 ? undefined : share(notesOf(score, 'figure'), (note) => !bass.has(placeOf(note)));
}

/** Share of the music in sections of twelve bars. */
function choruses(score: Score): number | undefined {
  const whole = score.sections.filter(({ bars }) => bars === 12).reduce((sum, { bars }) => sum + bars, 0);
  return score.bars < 12 ? undefined : whole / score.bars;
}

/** Share of the melody's beats that are dotted: three quarters of a beat and one, or in triple beats uneven. */
function dotted(score: Score): number | undefined {
  const lead = notesOf(score, 'lead');
  const beats = new Set(lead.map(({ tick }) => Math.floor((tick + near) / barOf(score).beat)));
  const uneven = lead.filter(({ tick }) => {
    const { after } = beatAt(score, tick);
    return Math.abs(after - (barOf(score).beat * 3) / 4) <= near;
  });
  return beats.size === 0 ? undefined : uneven.length / beats.size;
}

function gate(
  style: Style,
  what: string,
  [least, most]: readonly [number, number],
  measure: StyleGate['measure'],
): StyleGate {
  return { style, what, least, most, measure };
}

const triplets = [1.85, 2.15] as const;
const straight = [0.93, 1.08] as const;

/** The gates. */
export const styleGates: readonly StyleGate[] = [
  gate('jazz', 'swing', triplets, swing),
  gate('jazz', 'bass notes a beat', [0.7, 1.1], perBeat('bass')),
  gate('jazz', 'chords of four notes', [0.5, 1], rich),
  gate('bossa', 'swing', straight, swing),
  gate('bossa', 'side stick on the clave', [0.98, 1], clave),
  gate('bossa', 'figure between beats', [0.35, 0.8], offBeat('figure')),
  gate('bossa', 'chords of four notes', [0.5, 1], rich),
  gate('blues', 'swing', triplets, swing),
  gate('blues', 'choruses of twelve bars', [0.98, 1], choruses),
  gate('blues', 'bass notes a beat', [1.3, 2.1], perBeat('bass')),
  gate('rock', 'power chords', [0.85, 1], powerChords),
  gate('rock', 'snare on two and four', [0.85, 1], backbeat),
  gate('rock', 'bass notes a beat', [1.7, 2.1], perBeat('bass')),
  gate('pop', 'snare on two and four', [0.85, 1], backbeat),
  gate('pop', 'melody between beats', [0.3, 0.7], offBeat('lead')),
  gate('pop', 'bass notes a beat', [0.6, 0.9], perBeat('bass')),
  gate('synthwave', 'bass notes a beat', [3.5, 4.1], perBeat('bass')),
  gate('synthwave', 'figure notes a beat', [3.5, 4.1], perBeat('figure')),
  gate('synthwave', 'melody note in quarters', [0.8, 2.5], length('lead')),
  gate('lofi', 'swing', triplets, swing),
  gate('lofi', 'chords of four notes', [0.5, 1], rich),
  gate('lofi', 'melody notes a beat', [0.2, 0.9], perBeat('lead')),
  gate('chiptune', 'figure notes a beat', [7, 8.1], perBeat('figure')),
  gate('chiptune', 'melody notes a beat', [1.1, 3], perBeat('lead')),
  gate('comedy', 'figure between beats', [0.97, 1], offBeat('figure')),
  gate('comedy', 'figure note in quarters', [0.05, 0.3], length('figure')),
  gate('comedy', 'melody note in quarters', [0.05, 0.5], length('lead')),
  gate('march', 'bass on beats', [0.98, 1], onBeats('bass', [0, 1, 2, 3])),
  gate('march', 'figure after the bass', [0.95, 1], afterBass),
  gate('march', 'beats of the melody that are dotted', [0.1, 0.7], dotted),
  gate('march', 'strokes a beat', [2, 6], perBeat('percussion')),
  gate('waltz', 'bass on one', [0.65, 1], onBeats('bass', [0])),
  gate('waltz', 'figure on two and three', [0.55, 1], onBeats('figure', [1, 2])),
  gate('celtic', 'pad on the drone', [0.97, 1], drone),
  gate('celtic', 'melody notes a beat', [1.4, 3.2], perBeat('lead')),
];

/** The mean of a gate over scores; undefined where none has anything to measure. */
export function gateMean({ measure }: StyleGate, scores: readonly Score[]): number | undefined {
  return meanOf(scores.map(measure).filter((value) => value !== undefined));
}
