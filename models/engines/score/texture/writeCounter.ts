/** Writes the counter-line: slow where the melody moves, moving where it rests, without parallels to it. */
import { randomFor } from '../decisions.ts';
import { chordAt, splitBar } from '../harmony/writeHarmony.ts';
import { chooseLine } from '../melody/chooseLine.ts';
import { mod } from '../theory/scale.ts';
import { spanOf } from '../themes/statement.ts';
import { noteAt, pitchAt } from './sounding.ts';
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';
import type { Phrase } from '../form/form.ts';
import type { LineSlot, OtherVoice } from '../melody/chooseLine.ts';
import type { LineNote } from '../melody/line.ts';
import type { Composition } from '../composition.ts';
import type { Band } from '../orchestration/registers.ts';
import type { VoicedChord } from './writePad.ts';

/** The voices that the counter-line is written against. */
export interface Voices {
  melody: readonly LineNote[];
  bass: readonly LineNote[];
  voiced: readonly VoicedChord[];
}

/** Writes the counter-line of the phrases it plays in. */
export function writeCounter(
  composition: Composition,
  { melody, bass, voiced }: Voices,
  band: Band,
): LineNote[] {
  return composition.form.phrases.flatMap((phrase) => {
    if (!phrase.roles.has('counter')) return [];
    const free = placesOf(phrase, composition, melody).filter((place) => hasRoom(place, melody, band));
    const places = withStatement(free, phrase, composition);
    const slots = places.map((place, i) => {
      const slot = slotOf(place, composition, melody, band);
      const before = places[i - 1];
      return before === undefined
        ? slot
        : { ...slot, against: othersAt(place.tick - 1, place.tick, melody, bass, voiced) };
    });
    const random = randomFor(
      composition.seeds,
      'counter',
      `${phrase.theme}${phrase.part}/${phrase.variation}`,
    );
    const costs = { leap: 1.1, dissonance: 1.2, motif: 0 };
    const pitches = chooseLine(slots, band, costs, random, composition.before?.counter);
    const line = places.map((place, i) => ({
      ...place,
      pitch: pitches[i] ?? band.centre,
      motif: place.fixed !== undefined,
    }));
    return phrase.roles.has('bass') ? line : overRoot(line, voiced.at(-1));
  });
}

/** Without a bass, the last note does not slip under the root of the closing chord and turn it over. */
function overRoot(line: readonly LineNote[], close: VoicedChord | undefined): LineNote[] {
  const root = close?.pitches[0];
  if (close === undefined || root === undefined) return [...line];
  return line.map((note) => {
    const isUnder = note.tick >= close.span.tick && note.pitch < root && mod(root - note.pitch, 12) !== 0;
    return isUnder ? { ...note, pitch: note.pitch + 12 } : note;
  });
}

interface Place {
  tick: Ticks;
  duration: Ticks;
  /** The pitch of a theme's note. */
  fixed?: MidiNote;
}

/** Where the counter-line states a theme, that takes the place of its own notes. */
function withStatement(
  places: readonly Place[],
  phrase: Phrase,
  { statements }: Composition,
): readonly Place[] {
  const own = statements?.get(phrase.index)?.find(({ role }) => role === 'counter');
  if (own === undefined) return places;
  const [from, to] = spanOf(own);
  const before = places.flatMap((place) => {
    const duration = Math.min(place.duration, from - place.tick);
    return duration > 0 ? [{ ...place, duration }] : [];
  });
  const after = places.filter(({ tick }) => tick >= to);
  const stated = own.notes.map(({ tick, duration, pitch }) => ({ tick, duration, fixed: pitch }));
  return [...before, ...stated, ...after];
}

/** Half bars, cut into beat groups where the melody holds or rests. */
function placesOf(phrase: Phrase, { request, spans }: Composition, melody: readonly LineNote[]): Place[] {
  const { grid } = request;
  const places: Place[] = [];
  const isLast = phrase.cadence === 'final';
  for (let bar = 0; bar < phrase.bars; bar++) {
    const start = (phrase.startBar + bar) * grid.bar;
    if (isLast && bar === phrase.bars - 1) {
      places.push({ tick: start, duration: grid.bar });
      continue;
    }
    let at = start;
    for (const half of splitBar(grid.groups)) {
      const moves = isQuiet(melody, at, half) && half > grid.beat;
      const step = moves ? Math.min(half, grid.beat) : half;
      for (let tick = at; tick < at + half; tick += step) {
        places.push({ tick, duration: Math.min(step, at + half - tick) });
      }
      at += half;
    }
  }
  return joinHeld(places, spans, grid.bar);
}

/** True where the melody begins at most one note in a stretch. */
function isQuiet(melody: readonly LineNote[], tick: Ticks, length: Ticks): boolean {
  const onsets = melody.filter((note) => note.tick > tick && note.tick < tick + length).length;
  return onsets === 0;
}

/** Joins the halves of a bar that has one chord and a moving melody. */
function joinHeld(places: readonly Place[], spans: Composition['spans'], bar: Ticks): Place[] {
  const joined: Place[] = [];
  for (const place of places) {
    const last = joined.at(-1);
    const together =
      last !== undefined &&
      last.tick % bar === 0 &&
      place.tick + place.duration === last.tick + bar &&
      last.duration + place.duration === bar &&
      chordAt(spans, place.tick) === chordAt(spans, last.tick);
    if (together && last.duration >= bar / 2) last.duration = bar;
    else joined.push({ ...place });
  }
  return joined;
}

/** True where the line fits under the melody; an instrument that cannot go so low is silent there. */
function hasRoom(place: Place, melody: readonly LineNote[], band: Band): boolean {
  const above = noteAt(melody, place.tick)?.pitch;
  return above === undefined || above - 3 >= band.low + 3;
}

function slotOf(place: Place, { spans }: Composition, melody: readonly LineNote[], band: Band): LineSlot {
  const { chord } = chordAt(spans, place.tick);
  const above = noteAt(melody, place.tick)?.pitch;
  return {
    ...place,
    interval: undefined,
    motif: false,
    strong: true,
    scale: chord.scale,
    tones: chord.tones,
    goal: [],
    arch: above === undefined ? band.centre : Math.min(band.centre + 4, above - 8),
    ...(above === undefined ? {} : { ceiling: above - 3 }),
  };
}

/** Melody, bass and the pad's voices at two ticks. */
function othersAt(
  from: Ticks,
  to: Ticks,
  melody: readonly LineNote[],
  bass: readonly LineNote[],
  voiced: readonly VoicedChord[],
): OtherVoice[] {
  const lines = [melody, bass].map((line) => [pitchAt(line, from), pitchAt(line, to)] as const);
  const chordBefore = voicingAt(voiced, from);
  const chordNow = voicingAt(voiced, to);
  const inner = chordNow.map((pitch, voice) => [chordBefore[voice], pitch] as const);
  return [...lines, ...inner].flatMap(([before, now]) =>
    before === undefined || now === undefined ? [] : [{ before, now }],
  );
}

function voicingAt(voiced: readonly VoicedChord[], tick: Ticks): readonly MidiNote[] {
  return voiced.findLast(({ span }) => span.tick <= tick)?.pitches ?? [];
}
