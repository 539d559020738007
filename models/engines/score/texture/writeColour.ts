/** Writes the colour: what is heard now and then above or around the rest. */
import { randomFor } from '../decisions.ts';
import { chordAt } from '../harmony/writeHarmony.ts';
import { mod, nearestPitch, pitchesWithin } from '../theory/scale.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { Phrase } from '../form/form.ts';
import type { LineNote } from '../melody/line.ts';
import type { Composition } from '../composition.ts';
import type { Band } from '../orchestration/registers.ts';
import type { ColourKind } from '../styles/styleProfile.ts';

/** Writes the colour of the phrases it plays in. */
export function writeColour(composition: Composition, melody: readonly LineNote[], band: Band): LineNote[] {
  const { form, profile, seeds } = composition;
  const usual = randomFor(seeds, 'colour', 'kind').pick(profile.texture.colour);
  return form.phrases.flatMap((phrase) => {
    if (!phrase.roles.has('colour')) return [];
    const random = randomFor(seeds, 'colour', `${phrase.theme}${phrase.part}/${phrase.variation}`);
    const kind = phrase.theme === 'A' || random.chance(0.5) ? usual : random.pick(profile.texture.colour);
    return fitToBand(makers[kind]({ phrase, composition, melody, band, random }), band);
  });
}

interface Place {
  phrase: Phrase;
  composition: Composition;
  melody: readonly LineNote[];
  band: Band;
  random: SeededRandom;
}

function endOf({ phrase, composition }: Place): Ticks {
  return (phrase.startBar + phrase.bars) * composition.request.grid.bar;
}

function startOf({ phrase, composition }: Place): Ticks {
  return phrase.startBar * composition.request.grid.bar;
}

function bars(place: Place): Ticks[] {
  return Array.from(
    { length: place.phrase.bars },
    (_, i) => startOf(place) + i * place.composition.request.grid.bar,
  );
}

function melodyOf(place: Place): LineNote[] {
  return place.melody.filter((note) => note.tick >= startOf(place) && note.tick < endOf(place));
}

const makers: Readonly<Record<ColourKind, (place: Place) => LineNote[]>> = {
  doubling: (place) =>
    melodyOf(place)
      .filter((note) => note.duration >= 240)
      .map((note) => ({ ...note, pitch: note.pitch + 12, motif: note.motif })),
  sparkle: (place) => bars(place).flatMap((tick) => sparkleBar(tick, place)),
  toll: (place) =>
    bars(place)
      .filter((_, i) => i % 2 === 0)
      .map((tick) => {
        const { chord } = chordAt(place.composition.spans, tick);
        return {
          tick,
          duration: place.composition.request.grid.bar * 2,
          pitch: nearestPitch(chord.root, place.band.centre),
          motif: false,
        };
      }),
  glissando: (place) => [...sweep(place), ...sparkleBar(startOf(place), place)],
  shiver: (place) =>
    bars(place)
      .filter((_, i) => i % 2 === 1)
      .flatMap((tick) => shiverBar(tick, place)),
  echo: (place) =>
    bars(place).flatMap((tick) => {
      const rest = restIn(tick, place);
      return rest === undefined ? [] : echoNotes(rest, place);
    }),
};

/** Two or three chord tones high up, off the beat. */
function sparkleBar(tick: Ticks, { composition, band, random }: Place): LineNote[] {
  const { grid } = composition.request;
  const steps = Math.floor(grid.bar / 240);
  const count = 2 + random.below(2);
  const pitches = pitchesWithin(chordAt(composition.spans, tick).chord.tones, band.low, band.high);
  return Array.from({ length: count }, () => tick + (1 + random.below(steps - 1)) * 240)
    .sort((a, b) => a - b)
    .filter((at, i, all) => at !== all[i - 1])
    .map((at) => ({
      tick: at,
      duration: 480,
      pitch: nearestChordPitch(composition, at, random.pick(pitches.length > 0 ? pitches : [band.centre])),
      motif: false,
    }));
}

function nearestChordPitch(composition: Composition, tick: Ticks, target: number): number {
  const { tones } = chordAt(composition.spans, tick).chord;
  const near = tones.map((tone) => nearestPitch(tone, target));
  return near.reduce((best, pitch) => (Math.abs(pitch - target) < Math.abs(best - target) ? pitch : best));
}

/** A run up the chord's scale through the last beat before the next phrase. */
function sweep(place: Place): LineNote[] {
  const { composition, band } = place;
  const end = endOf(place);
  if (end >= composition.form.bars * composition.request.grid.bar) return [];
  const { chord } = chordAt(composition.spans, end - 1);
  const run = pitchesWithin(chord.scale, band.low - 5, band.high).slice(-8);
  return run.map((pitch, i) => ({ tick: end - (run.length - i) * 60, duration: 180, pitch, motif: false }));
}

function shiverBar(tick: Ticks, { composition, band, random }: Place): LineNote[] {
  const { chord } = chordAt(composition.spans, tick);
  const base = nearestPitch(random.pick(chord.tones), band.centre);
  const neighbour =
    [1, 2].map((size) => base + size).find((pitch) => chord.scale.includes(mod(pitch, 12))) ?? base;
  const duration = composition.request.grid.bar;
  return base === neighbour
    ? [{ tick, duration, pitch: base, motif: false }]
    : [base, neighbour].map((pitch) => ({ tick, duration, pitch, motif: false }));
}

/** The first rest (or held note's second half) of a bar that is at least a beat long. */
function restIn(tick: Ticks, place: Place): Ticks | undefined {
  const { bar, beat } = place.composition.request.grid;
  const inside = place.melody.filter((note) => note.tick >= tick && note.tick < tick + bar);
  const last = inside.at(-1);
  const free =
    last === undefined ? tick : last.tick + Math.max(beat, Math.floor(last.duration / 2 / 240) * 240);
  return tick + bar - free >= beat ? free : undefined;
}

function echoNotes(tick: Ticks, place: Place): LineNote[] {
  const before = place.melody.filter((note) => note.tick < tick).slice(-2);
  return before.map((note, i) => ({
    tick: tick + i * 240,
    duration: 360,
    pitch: nearestChordPitch(place.composition, tick + i * 240, note.pitch + 12),
    motif: false,
  }));
}

function fitToBand(notes: readonly LineNote[], band: Band): LineNote[] {
  return notes.map((note) => {
    let pitch = note.pitch;
    while (pitch > band.high + 5) pitch -= 12;
    while (pitch < band.low - 5) pitch += 12;
    return { ...note, pitch };
  });
}
