/** Writes the bass: the chords' foundation, as the style's figure has it, joined by steps where it walks. */
import { bassGrooves } from './bassGrooves.ts';
import { chooseLine, isParallel } from '../melody/chooseLine.ts';
import { pitchAt } from './sounding.ts';
import { walkBass } from './walkBass.ts';
import { splitBar } from '../harmony/writeHarmony.ts';
import { isFunctional, mod, nearestPitch } from '../theory/scale.ts';
import { randomFor } from '../decisions.ts';
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { LineSlot, OtherVoice } from '../melody/chooseLine.ts';
import type { LineNote } from '../melody/line.ts';
import type { Composition } from '../composition.ts';
import type { ChordSpan } from '../harmony/writeHarmony.ts';
import type { Band } from '../orchestration/registers.ts';
import type { BassGrooveKind, BassKind } from '../styles/styleProfile.ts';
import type { BassDegree } from './bassGrooves.ts';
import type { BarGrid } from '../request.ts';

/** Writes the bass of every chord. Phrases without a bass role are left out by the caller. */
export function writeBass(composition: Composition, melody: readonly LineNote[], band: Band): LineNote[] {
  const { profile, spans, form, seeds } = composition;
  const foundation = chooseFoundation(composition, melody, band);
  const pedal = nearestPitch(composition.request.key.tonicClass, band.centre);
  const usual = randomFor(seeds, 'bass', 'kind').pick(profile.texture.bass);
  return spans.flatMap((span, i) => {
    const phrase = form.phrases[span.phrase];
    if (phrase === undefined) return [];
    const isLast = i === spans.length - 1;
    const contrast = randomFor(seeds, 'bass', `${phrase.theme}${phrase.variation}`);
    const isFirst = phrase.theme === 'A' && phrase.variation === 0;
    const kind = isFirst ? usual : contrast.pick(profile.texture.bass);
    const held = isLast || phrase.kind === 'intro' ? 'roots' : kind;
    const here = foundation[i] ?? band.centre;
    const next = foundation[i + 1] ?? here;
    const random = randomFor(
      seeds,
      'bass',
      `${phrase.theme}${phrase.part}/${span.tick - phrase.startBar * composition.request.grid.bar}`,
    );
    const top = melodyOver(melody, span.tick + span.duration);
    return figureBass(held, { span, here, next, pedal, top, band, grid: composition.request.grid, random });
  });
}

/** The melody just before and at a tick. */
function melodyOver(melody: readonly LineNote[], tick: Ticks): OtherVoice | undefined {
  const [before, now] = [pitchAt(melody, tick - 1), pitchAt(melody, tick)];
  return before === undefined || now === undefined ? undefined : { before, now };
}

/** The bass note of every chord, near to each other and without parallel octaves or fifths against the melody. */
function chooseFoundation(composition: Composition, melody: readonly LineNote[], band: Band): MidiNote[] {
  const { spans, profile, seeds, request } = composition;
  const isTonicFixed = !isFunctional(request.key.mode);
  const strict = profile.texture.strictVoices;
  const slots = spans.map((span, i): LineSlot => {
    const [root = span.chord.bass, third = root] = span.chord.tones;
    const mayMove = span.chord.degree !== 0 || !isTonicFixed;
    const canInvert = strict && mayMove && i > 0 && i < spans.length - 1 && span.chord.bass === root;
    const now = pitchAt(melody, span.tick);
    const before = i === 0 ? composition.before?.melody : pitchAt(melody, span.tick - 1);
    return {
      tick: span.tick,
      duration: span.duration,
      interval: undefined,
      motif: false,
      strong: false,
      scale: span.chord.scale,
      tones: span.chord.tones,
      goal: canInvert ? [root, third] : [span.chord.bass],
      arch: band.centre,
      ...(strict && now !== undefined && before !== undefined ? { against: [{ now, before }] } : {}),
    };
  });
  const costs = { leap: 0.35, dissonance: 0, motif: 0 };
  return chooseLine(slots, band, costs, randomFor(seeds, 'bass', 'foundation'), composition.before?.bass);
}

interface BassPlace {
  span: ChordSpan;
  here: MidiNote;
  next: MidiNote;
  /** The tonic, for a pedal. */
  pedal: MidiNote;
  /** The melody over the step into the next chord. */
  top: OtherVoice | undefined;
  band: Band;
  grid: BarGrid;
  random: SeededRandom;
}

function figureBass(kind: BassKind, place: BassPlace): LineNote[] {
  switch (kind) {
    case 'pedal':
      return [noteOf(place.span.tick, place.span.duration, place.pedal)];
    case 'roots':
      return byBars(place).map(({ tick, duration }) => noteOf(tick, duration, place.here));
    case 'root-fifth':
      return byBars(place).flatMap((bar) =>
        halves(bar, place.grid).map((half, i) =>
          noteOf(half.tick, half.duration, i === 0 ? place.here : fifthOf(place)),
        ),
      );
    case 'pulse':
      return repeated(place, () => place.here);
    case 'octaves':
      return repeated(place, (i) => (i % 2 === 0 ? place.here : raise(place.here, place.band)));
    case 'offbeat':
      return repeated(place, (i) => (i % 2 === 0 ? undefined : place.here));
    case 'line':
      return stepwise(place);
    case 'walk':
      return walkBass({ ...place, ...place.span.chord, beats: beatsOf(place) }).map((note) =>
        noteOf(note.tick, note.duration, note.pitch),
      );
    default:
      return groove(kind, place);
  }
}

function noteOf(tick: Ticks, duration: Ticks, pitch: MidiNote): LineNote {
  return { tick, duration, pitch, motif: false };
}

interface Stretch {
  tick: Ticks;
  duration: Ticks;
}

function byBars({ span, grid }: BassPlace): Stretch[] {
  const end = span.tick + span.duration;
  const bars: Stretch[] = [];
  for (let tick = span.tick; tick < end;) {
    const barEnd = (Math.floor(tick / grid.bar) + 1) * grid.bar;
    bars.push({ tick, duration: Math.min(barEnd, end) - tick });
    tick = Math.min(barEnd, end);
  }
  return bars;
}

function halves(stretch: Stretch, grid: BarGrid): Stretch[] {
  const [first = stretch.duration] = splitBar(grid.groups);
  if (stretch.duration <= first) return [stretch];
  return [
    { tick: stretch.tick, duration: first },
    { tick: stretch.tick + first, duration: stretch.duration - first },
  ];
}

function repeated(place: BassPlace, pitchOf: (index: number) => MidiNote | undefined): LineNote[] {
  const step = 240;
  const count = Math.floor(place.span.duration / step);
  return Array.from({ length: count }, (_, i) => ({ i, pitch: pitchOf(i) })).flatMap(({ i, pitch }) =>
    pitch === undefined ? [] : [noteOf(place.span.tick + i * step, step, pitch)],
  );
}

function fifthOf({ span, here, band }: BassPlace): MidiNote {
  const fifth = span.chord.tones[2] ?? span.chord.bass;
  const pitch = nearestPitch(fifth, here - 4);
  return pitch < band.low ? pitch + 12 : pitch;
}

function raise(pitch: MidiNote, band: Band): MidiNote {
  return pitch + 12 <= band.high + 5 ? pitch + 12 : pitch;
}

/** The beats of the chord, cut where bars end. */
function beatsOf(place: BassPlace): Stretch[] {
  const { grid, span } = place;
  const end = span.tick + span.duration;
  return byBars(place).flatMap((bar) => {
    let tick = bar.tick - (bar.tick % grid.bar);
    return grid.groups.flatMap((length) => {
      const at = tick;
      tick += length;
      return at >= bar.tick && at < end ? [{ tick: at, duration: Math.min(length, end - at) }] : [];
    });
  });
}

/** The bars of a groove as far as the chord reaches; a chord that the groove does not strike is struck by its root. */
function groove(kind: BassGrooveKind, place: BassPlace): LineNote[] {
  const { span, grid, here } = place;
  const end = span.tick + span.duration;
  const notes = byBars(place).flatMap((bar) => {
    const start = bar.tick - (bar.tick % grid.bar);
    const odd = Math.floor(start / grid.bar) % 2 === 1;
    return bassGrooves[kind]({ groups: grid.groups, odd }).flatMap((hit) => {
      const tick = start + hit.offset;
      if (tick < bar.tick || tick >= end) return [];
      return [noteOf(tick, Math.min(hit.duration, end - tick), degreeOf(hit.degree, place))];
    });
  });
  const [first] = notes;
  const gap = (first?.tick ?? end) - span.tick;
  if (first?.tick === span.tick) return [{ ...first, pitch: here }, ...notes.slice(1)];
  return [noteOf(span.tick, Math.min(gap, grid.beat), here), ...notes];
}

function degreeOf(degree: BassDegree, place: BassPlace): MidiNote {
  const { span, here, band } = place;
  const { tones, scale, degree: root } = span.chord;
  const above = (pitchClass: number | undefined): MidiNote => {
    const pitch = here + mod((pitchClass ?? here) - here, 12);
    return pitch > band.high + 5 && pitch - 12 >= band.low ? pitch - 12 : pitch;
  };
  switch (degree) {
    case 'root':
      return here;
    case 'third':
      return above(tones[1]);
    case 'fifth':
      return above(tones[2]);
    case 'sixth':
      return above(scale[mod(root + 5, 7)]);
    case 'octave':
      return raise(here, band);
    case 'under':
      return fifthOf(place);
  }
}

/** Root on the chord, then chord tones, then a step into the next chord. */
function stepwise(place: BassPlace): LineNote[] {
  const { span, here, grid, band, random } = place;
  const places = byBars(place).flatMap((bar) =>
    bar.duration >= grid.bar && grid.groups.length > 2 ? halves(bar, grid) : [bar],
  );
  return places.map(({ tick, duration }, i) => {
    if (i === 0) return noteOf(tick, duration, here);
    const isLast = i === places.length - 1;
    const pitch = isLast ? approachNote(place) : nearestPitch(random.pick(span.chord.tones), here);
    return noteOf(tick, duration, Math.max(band.low, pitch));
  });
}

/** A note between two foundations: a step into the goal, or a chord tone where the step would move in parallel. */
function approachNote({ here, next, span, band, top }: BassPlace): MidiNote {
  const direction = Math.sign(here - next) || -1;
  const steps = [direction, 2 * direction, -direction, -2 * direction].map((size) => next + size);
  const byStep = steps.filter((pitch) => span.chord.scale.includes(mod(pitch, 12)));
  const byLeap = span.chord.tones.map((tone) => nearestPitch(tone, here));
  const choices = Math.abs(next - here) <= 2 ? [...byLeap.reverse(), ...byStep] : [...byStep, ...byLeap];
  const inBand = choices.filter((pitch) => pitch >= band.low && pitch <= band.high);
  const clean = inBand.find((pitch) => top === undefined || !isParallel(pitch, next, top));
  return clean ?? inBand[0] ?? here;
}
