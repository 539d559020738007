/** Writes percussion: patterns on the beat groups, fills before a new section, accents on its first beat. */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { randomFor } from '../decisions.ts';
import { onGroups } from './drumBeat.ts';
import { grooves } from './grooves.ts';
import { chordAt } from '../harmony/writeHarmony.ts';
import { nearestPitch } from '../theory/scale.ts';
import type { InstrumentId } from '../../../../bridge/protocol/instruments.ts';
import type { MidiNote, Ticks, Unit } from '../../../../bridge/protocol/units.ts';
import type { Phrase } from '../form/form.ts';
import type { Composition } from '../composition.ts';
import type { PercussionKind } from '../styles/styleProfile.ts';
import type { Beat, PatternOf, Sound } from './drumBeat.ts';

/** A stroke with its strength 0…1 of the role's level. */
export interface Stroke {
  tick: Ticks;
  duration: Ticks;
  pitch: MidiNote;
  weight: Unit;
}

/** General MIDI percussion key map (kits), General MIDI Level 1 appendix. */
const kitKeys: Readonly<Record<Sound, MidiNote>> = {
  low: 36,
  high: 47,
  back: 38,
  tick: 42,
  open: 46,
  crash: 49,
  tom: 45,
  shake: 70,
  ride: 51,
  rim: 37,
  foot: 44,
  clap: 39,
  block: 76,
  triangle: 81,
};

/** The orchestral kit (GS 48) has concert drums where others have a drum set: no hats, cymbals on 57 and 59. */
const orchestralKeys: Readonly<Record<Sound, MidiNote>> = {
  ...kitKeys,
  low: 36,
  high: 38,
  back: 38,
  tick: 54,
  open: 59,
  crash: 57,
  tom: 35,
  shake: 54,
  ride: 59,
  foot: 54,
  clap: 38,
};

/** Writes the percussion of the phrases it plays in. */
export function writePercussion(composition: Composition, instrument: InstrumentId): Stroke[] {
  const { form, profile, seeds, request } = composition;
  const kind = randomFor(seeds, 'percussion', 'kind').pick(profile.texture.percussion);
  const strokes: Stroke[] = [];
  for (const phrase of form.phrases) {
    if (!phrase.roles.has('percussion')) continue;
    const random = randomFor(seeds, 'percussion', `${phrase.theme}${phrase.part}`);
    const drive = Math.min(1, (phrase.energy + request.density) / 2);
    const choice = random.next();
    const [even, odd] = [false, true].map((isOdd) =>
      patterns[kind](request.grid.groups, drive, choice, isOdd),
    );
    for (let i = 0; i < phrase.bars; i++) {
      const start = (phrase.startBar + i) * request.grid.bar;
      const isLastBar = i === phrase.bars - 1;
      if (phrase.cadence === 'final' && isLastBar) {
        strokes.push(...sound([{ sound: 'low', offset: 0, weight: 0.8 }], start, instrument, composition));
        continue;
      }
      const opening: Beat[] =
        i === 0 && phrase.energy > 0.6 && phrase.part === 0
          ? [{ sound: 'crash', offset: 0, weight: 0.7 }]
          : [];
      const beats = (i % 2 === 0 ? even : odd) ?? [];
      const bar =
        isLastBar && endsSection(phrase, composition) ? withFill(beats, request.grid.bar, kind) : beats;
      strokes.push(...sound([...opening, ...bar], start, instrument, composition));
    }
  }
  return dropDoubled(strokes);
}

function endsSection(phrase: Phrase, { form }: Composition): boolean {
  const next = form.phrases[phrase.index + 1];
  return next !== undefined && (next.theme !== phrase.theme || next.variation !== phrase.variation);
}

/** Grooves that go on as they are into a new section. */
const unfilled: readonly PercussionKind[] = [
  ...(['heartbeat', 'swells', 'ride', 'bossa', 'lazy', 'snare-drum', 'waltz', 'bodhran', 'tiptoe'] as const),
];
/** Those of a drum set, whose fills go from the snare to the toms. */
const kitFills: readonly PercussionKind[] = ['club', 'breakbeat', 'shuffle', 'rock', 'pop', 'gated', 'chip'];

/** The last beat of the bar gives way to a run of strokes into the next one. */
function withFill(beats: readonly Beat[], bar: Ticks, kind: PercussionKind): Beat[] {
  if (unfilled.includes(kind)) return [...beats];
  const start = bar - 480;
  const step = 120;
  const run = Array.from({ length: 480 / step }, (_, i): Beat => ({
    sound: kitFills.includes(kind) ? (i < 2 ? 'back' : 'tom') : i % 2 === 0 ? 'high' : 'tom',
    offset: start + i * step,
    weight: 0.45 + 0.13 * i,
  }));
  return [...beats.filter((beat) => beat.offset < start), ...run];
}

const patterns: Readonly<Record<PercussionKind, PatternOf>> = {
  ...grooves,
  orchestral: (groups, drive, choice) =>
    onGroups(groups, (group, offset, length) => {
      if (group === 0) return [{ sound: 'low', offset, weight: 0.9 }];
      const isLast = group === groups.length - 1;
      if (isLast && drive > 0.75) {
        return [
          { sound: 'high', offset, weight: 0.5 },
          { sound: 'high', offset: offset + length / 2, weight: 0.6 },
        ];
      }
      return drive > 0.6 && choice > 0.5 && group === Math.ceil(groups.length / 2)
        ? [{ sound: 'high', offset, weight: 0.45 }]
        : [];
    }),
  'ensemble-drums': (groups, drive) => {
    const steps = groups.reduce((sum, length) => sum + length, 0) / 240;
    return Array.from({ length: steps }, (_, i): Beat => {
      const accent = i % 8 === 0 || i % 8 === 3 || i % 8 === 6;
      return { sound: accent ? 'low' : 'high', offset: i * 240, weight: accent ? 0.95 : 0.35 + drive * 0.25 };
    }).filter((beat, i) => beat.weight > 0.9 || drive > 0.55 || i % 2 === 0);
  },
  club: (groups, drive) =>
    onGroups(groups, (group, offset, length) => [
      { sound: 'low', offset, weight: 0.95 },
      ...(drive > 0.35 ? [{ sound: 'tick', offset: offset + length / 2, weight: 0.55 } as const] : []),
      ...(group % 2 === 1 ? [{ sound: 'back', offset, weight: 0.8 } as const] : []),
      ...(drive > 0.6 ? quarters(offset, length) : []),
    ]),
  breakbeat: (groups, drive, choice) =>
    onGroups(groups, (group, offset, length) => [
      ...(group % 2 === 1 ? [{ sound: 'back', offset, weight: 0.85 } as const] : []),
      ...(group === 0 ? [{ sound: 'low', offset, weight: 0.95 } as const] : []),
      ...(group === 2
        ? [{ sound: 'low', offset: offset + (choice > 0.5 ? length / 2 : 0), weight: 0.8 } as const]
        : []),
      { sound: 'tick', offset, weight: 0.5 },
      ...(drive > 0.4 ? [{ sound: 'tick', offset: offset + length / 2, weight: 0.35 } as const] : []),
    ]),
  frame: (groups, drive) =>
    onGroups(groups, (group, offset, length) => [
      { sound: group === 0 ? 'low' : 'tom', offset, weight: group === 0 ? 0.85 : 0.5 },
      ...(drive > 0.4
        ? [
            {
              sound: 'shake',
              offset: offset + (length * 2) / (length % 720 === 0 ? 3 : 4),
              weight: 0.35,
            } as const,
          ]
        : []),
    ]),
  heartbeat: (groups) =>
    onGroups(groups, (group, offset) =>
      group === 0
        ? [
            { sound: 'low', offset, weight: 0.8 },
            { sound: 'low', offset: offset + 240, weight: 0.5 },
          ]
        : [],
    ),
  swells: (groups, drive) =>
    onGroups(groups, (group, offset) =>
      group === 0 && drive > 0.4 ? [{ sound: 'low', offset, weight: 0.7 }] : [],
    ),
};

function quarters(offset: Ticks, length: Ticks): Beat[] {
  if (length % 720 === 0) return [];
  return [1, 3].map((i) => ({ sound: 'tick', offset: offset + (i * length) / 4, weight: 0.3 }));
}

function sound(
  beats: readonly Beat[],
  start: Ticks,
  instrument: InstrumentId,
  composition: Composition,
): Stroke[] {
  const isKit = instruments[instrument].kit === true;
  return beats.map((beat) => {
    const tick = start + Math.round(beat.offset);
    const pitch = isKit
      ? kitKey(beat.sound, instrument)
      : tunedPitch(beat.sound, tick, instrument, composition);
    return { tick, duration: isKit ? 120 : 360, pitch, weight: beat.weight };
  });
}

function kitKey(kind: Sound, instrument: InstrumentId): MidiNote {
  return (instrument === 'orchestral-kit' ? orchestralKeys : kitKeys)[kind];
}

/** Timpani play the chord's root and fifth; taiko play low and high skins. */
function tunedPitch(kind: Sound, tick: Ticks, instrument: InstrumentId, { spans }: Composition): MidiNote {
  const deep = kind === 'low' || kind === 'crash';
  if (instrument !== 'timpani') return deep ? 43 : kind === 'tom' ? 48 : 52;
  const { chord } = chordAt(spans, tick);
  const [root = 0, , fifth = root] = chord.tones;
  return nearestPitch(deep ? root : fifth, 46);
}

function dropDoubled(strokes: readonly Stroke[]): Stroke[] {
  const best = new Map<string, Stroke>();
  for (const stroke of strokes) {
    const place = `${stroke.tick}/${stroke.pitch}`;
    const known = best.get(place);
    if (known === undefined || known.weight < stroke.weight) best.set(place, stroke);
  }
  return [...best.values()];
}
