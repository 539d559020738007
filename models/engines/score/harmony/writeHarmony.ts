/** Writes the harmony of the piece: every phrase's chords, laid on the bar grid. */
import { randomFor } from '../decisions.ts';
import { parseChord } from '../theory/chord.ts';
import { mod } from '../theory/scale.ts';
import { chooseLoop, writeProgression } from './progression.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { DecisionSeeds } from '../decisions.ts';
import type { Form, Phrase } from '../form/form.ts';
import type { ScoreRequest } from '../request.ts';
import type { HarmonyProfile, StyleProfile } from '../styles/styleProfile.ts';
import type { Chord } from '../theory/chord.ts';
import type { Key } from '../theory/scale.ts';

/** A chord with its place. */
export interface ChordSpan {
  tick: Ticks;
  duration: Ticks;
  chord: Chord;
  /** Index of the phrase it belongs to. */
  phrase: number;
}

/** Writes all chords, in order and without gaps. The last bar is one tonic chord. */
export function writeHarmony(
  form: Form,
  request: ScoreRequest,
  profile: StyleProfile,
  seeds: DecisionSeeds,
): ChordSpan[] {
  const pace = randomFor(seeds, 'harmony', 'pace');
  const perBar = pace.chance(0.65)
    ? (profile.harmony.chordsPerBar[0] ?? 1)
    : pace.pick(profile.harmony.chordsPerBar);
  const spans: ChordSpan[] = [];
  for (const phrase of form.phrases) {
    const place = `${phrase.theme}${phrase.part}/${phrase.bars}/${phrase.cadence}/${phrase.kind}`;
    const loop = chooseLoop(
      request.key.mode,
      profile.harmony,
      randomFor(seeds, 'harmony', `loop/${phrase.theme}`),
    );
    spans.push(
      ...writePhrase(
        phrase,
        { request, harmony: profile.harmony, perBar, loop },
        randomFor(seeds, 'harmony', place),
      ),
    );
  }
  return joinRepeats(spans);
}

interface PhraseHarmony {
  request: ScoreRequest;
  harmony: HarmonyProfile;
  /** Chords in a bar. */
  perBar: number;
  loop: readonly string[];
}

function writePhrase(
  phrase: Phrase,
  { request, harmony, perBar, loop }: PhraseHarmony,
  random: SeededRandom,
): ChordSpan[] {
  const isFinal = phrase.cadence === 'final';
  const places = slotPlaces(phrase, request, perBar, isFinal);
  const specs = writeProgression({
    mode: request.key.mode,
    harmony,
    slots: places.length,
    cadence: phrase.cadence,
    contrast: phrase.theme !== 'A' && phrase.part === 0,
    tension: request.tension,
    loop,
    loopOffset: phrase.part * places.length,
    random,
  });
  return places.map((place, i) => ({
    ...place,
    chord: parseChord(
      colourChord(specs[i] ?? '1', i === places.length - 1, request.key, harmony, random),
      request.key,
    ),
    phrase: phrase.index,
  }));
}

/** Where chords change: by bars or half bars; the bar of a final cadence belongs to the last chord alone. */
function slotPlaces(
  phrase: Phrase,
  { grid }: ScoreRequest,
  perBar: number,
  isFinal: boolean,
): { tick: Ticks; duration: Ticks }[] {
  const start = phrase.startBar * grid.bar;
  const places: { tick: Ticks; duration: Ticks }[] = [];
  const halves = splitBar(grid.groups);
  const step = perBar >= 1 ? 1 : Math.min(phrase.bars, Math.round(1 / perBar));
  const free = isFinal ? phrase.bars - 1 : phrase.bars;
  for (let bar = 0; bar < free; bar += step) {
    const tick = start + bar * grid.bar;
    if (perBar > 1 && halves.length > 1) {
      let at = tick;
      for (const half of halves) {
        places.push({ tick: at, duration: half });
        at += half;
      }
    } else {
      places.push({ tick, duration: Math.min(step, free - bar) * grid.bar });
    }
  }
  if (isFinal) places.push({ tick: start + free * grid.bar, duration: grid.bar });
  return places;
}

/** The two halves of a bar along its beat groups: 3/4 → 2 + 1, 5/4 → 3 + 2, 7/8 → 4 + 3 eighths. */
export function splitBar(groups: readonly Ticks[]): Ticks[] {
  if (groups.length < 2) return [...groups];
  const middle = Math.ceil(groups.length / 2);
  const sum = (part: readonly Ticks[]): Ticks => part.reduce((total, length) => total + length, 0);
  return [sum(groups.slice(0, middle)), sum(groups.slice(middle))];
}

/** Adds one of the style's extensions to a plain major or minor triad, where it does not grate. */
export function colourChord(
  spec: string,
  isLast: boolean,
  key: Key,
  harmony: HarmonyProfile,
  random: SeededRandom,
): string {
  const roll = random.next();
  const extension = harmony.extensions.length > 0 ? random.pick(harmony.extensions) : '7';
  const isPlain = /^[b#]?[1-7][Mmda]?$/.test(spec);
  if (!isPlain || roll >= harmony.colour) return spec;
  if (isLast && extension !== '+9' && !(extension === '7' && spec.startsWith('5'))) return spec;
  if (extension === '7' && spec === '1' && harmony.colour < 0.25) return spec;
  const onDominant = spec.startsWith('5M') || (spec === '5' && key.mode === 'major');
  const coloured = spec + (onDominant && extension !== 's4' ? '7' : extension);
  return grates(parseChord(coloured, key)) ? spec : coloured;
}

/** True for diminished triads and for added or suspended tones a semitone or a tritone from the root. */
function grates({ root, tones, scale, degree }: Chord): boolean {
  const fifth = scale[mod(degree + 4, 7)] ?? root;
  const above = tones.slice(1).map((tone) => mod(tone - root, 12));
  return mod(fifth - root, 12) !== 7 || above.some((interval) => interval === 1 || interval === 6);
}

/** Chords that are repeated within a phrase become one. */
export function joinRepeats(spans: readonly ChordSpan[]): ChordSpan[] {
  const joined: ChordSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && last.chord.spec === span.chord.spec && last.phrase === span.phrase) {
      last.duration += span.duration;
    } else {
      joined.push({ ...span });
    }
  }
  return joined;
}

/** The chord that sounds at a tick. `spans` cover the piece; beyond it the last one holds. */
export function chordAt(spans: readonly ChordSpan[], tick: Ticks): ChordSpan {
  let low = 0;
  let high = spans.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((spans[middle]?.tick ?? 0) <= tick) low = middle;
    else high = middle - 1;
  }
  const found = spans[low];
  if (found === undefined) throw new RangeError('chordAt: no chords');
  return found;
}
