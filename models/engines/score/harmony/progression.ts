/**
 * Writes the chords of a phrase: a walk through a grammar for major and minor, loops for the modes and for the styles
 * that live on them, and a cadence at the end.
 *
 * Grammar: tonic – predominant – dominant – tonic (Piston, *Harmony*; transition weights are our own, of the order that
 * corpora of common-practice and popular music show).
 */
import { isFunctional } from '../theory/scale.ts';
import type { Mode } from '../../../../bridge/protocol/attributes.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { Unit } from '../../../../bridge/protocol/units.ts';
import type { HarmonyProfile } from '../styles/styleProfile.ts';
import type { Cadence } from '../form/form.ts';

type Transitions = Readonly<Record<string, Readonly<Record<string, number>>>>;

const majorGrammar: Transitions = {
  '1': { '4': 3, '6': 3, '2': 2, '5': 2, '3': 1, '1/3': 1 },
  '1/3': { '4': 4, '2': 2 },
  '2': { '5': 4, '4': 0.5 },
  '3': { '6': 3, '4': 3 },
  '4': { '5': 3, '1': 2, '2': 1.5, '1/3': 1 },
  '5': { '1': 4, '6': 2, '1/3': 1 },
  '5/3': { '1': 4 },
  '6': { '4': 3, '2': 3, '5': 1, '3': 1 },
};

const minorGrammar: Transitions = {
  '1': { '4': 3, '6': 3, '7': 1.5, '3': 1, '5M': 1.5, '2': 0.7 },
  '1/3': { '4': 3, '2': 2 },
  '2': { '5M': 4 },
  '3': { '6': 3, '4': 2, '7': 1 },
  '4': { '5M': 3, '1': 2, '7': 1.5, '1/3': 0.7 },
  '5M': { '1': 4, '6': 2 },
  '6': { '7': 2, '4': 2, '3': 2, '5M': 1, '2': 0.7 },
  '7': { '3': 3, '1': 2, '6': 1.5 },
};

const majorColour: Transitions = {
  '1': { b6M: 0.8, D4: 1, D6: 1 },
  '3': { D6: 1 },
  '4': { '4m': 1.5, D5: 1.5 },
  '6': { D5: 1.5, D2: 1 },
  D2: { '2': 1 },
  D6: { '6': 1 },
  '4m': { '1': 3, '5': 1 },
  b6M: { b7M: 2, '4m': 1, '5': 1 },
  b7M: { '1': 2, '4': 1 },
  D4: { '4': 1 },
  D5: { '5': 1 },
};

const minorColour: Transitions = {
  '1': { D4: 1, b2M: 0.5, D3: 1 },
  '4': { b2M: 0.6, D3: 1 },
  '6': { b2M: 1, D3: 1 },
  D3: { '3': 1 },
  b2M: { '5M': 3 },
  D4: { '4': 1 },
};

/** Loops of the modes that have no leading-tone cadence; shared by all styles. */
const modalLoops: Readonly<Record<Mode, readonly (readonly string[])[]>> = {
  major: [
    ['1', '5', '6', '4'],
    ['1', '6', '4', '5'],
    ['6', '4', '1', '5'],
  ],
  minor: [
    ['1', '6', '3', '7'],
    ['1', '7', '6', '7'],
    ['1', '4', '6', '5M'],
  ],
  dorian: [
    ['1', '4', '1', '4'],
    ['1', '7', '4', '1'],
    ['1', '3', '7', '4'],
    ['1', '2', '7', '4'],
  ],
  phrygian: [
    ['1', '2', '1', '7'],
    ['1', '2', '3', '2'],
    ['1', '7', '6', '2'],
    ['1', '4', '3', '2'],
  ],
  lydian: [
    ['1', '2', '1', '2'],
    ['1', '2', '6', '5'],
    ['1', '3', '2', '1'],
    ['1', '5', '2', '1'],
  ],
  mixolydian: [
    ['1', '7', '4', '1'],
    ['1', '4', '7', '1'],
    ['1', '5', '7', '4'],
    ['1', '7', '1', '4'],
  ],
  locrian: [
    ['1', '2', '1', '6'],
    ['1', '6', '3', '2'],
    ['1', '3', '2', '1'],
  ],
};

/** Chords that close a phrase in each mode; the last is the goal. */
const closes: Readonly<Record<Mode, Readonly<Record<Cadence, readonly (readonly string[])[]>>>> = {
  major: {
    half: [
      ['2', '5'],
      ['4', '5'],
      ['6', '5'],
      ['D5', '5'],
      ['D5', '5'],
    ],
    authentic: [
      ['4', '5', '1'],
      ['2', '57', '1'],
      ['4', '57', '1'],
    ],
    deceptive: [['4', '5', '6']],
    open: [['4', '1'], ['1']],
    final: [
      ['4', '57', '1'],
      ['2', '57', '1'],
    ],
  },
  minor: {
    half: [
      ['4', '5M'],
      ['6', '5M'],
      ['1', '5M'],
      ['D5', '5M'],
    ],
    authentic: [
      ['4', '5M', '1'],
      ['2', '5M7', '1'],
      ['4', '5M7', '1'],
    ],
    deceptive: [['4', '5M', '6']],
    open: [['4', '1'], ['1']],
    final: [
      ['4', '5M7', '1'],
      ['2', '5M7', '1'],
    ],
  },
  dorian: modalCloses('4', '7'),
  phrygian: modalCloses('7', '2'),
  lydian: modalCloses('2', '5'),
  mixolydian: modalCloses('4', '7'),
  locrian: modalCloses('3', '2'),
};

function modalCloses(before: string, leading: string): Record<Cadence, string[][]> {
  return {
    half: [
      ['1', leading],
      ['1', before],
    ],
    authentic: [
      [before, leading, '1'],
      [leading, '1'],
    ],
    deceptive: [
      [before, leading],
      [leading, before],
    ],
    open: [['1', '1'], ['1']],
    final: [[before, leading, '1']],
  };
}

/** What a progression depends on. */
export interface ProgressionRequest {
  mode: Mode;
  harmony: HarmonyProfile;
  /** Number of chords, at least 1. */
  slots: number;
  cadence: Cadence;
  /** True for contrasting themes, which begin away from the tonic. */
  contrast: boolean;
  tension: Unit;
  /** The theme's loop, for modes and styles that live on one. */
  loop: readonly string[];
  /** Slots of the theme that came before this phrase: where its loop goes on. */
  loopOffset: number;
  random: SeededRandom;
}

/** One of the loops that a style has in a mode. */
export function chooseLoop(mode: Mode, harmony: HarmonyProfile, random: SeededRandom): readonly string[] {
  return random.pick(harmony.loops[mode] ?? modalLoops[mode]);
}

/** The chords of a phrase as chord texts, one for each slot. */
export function writeProgression(request: ProgressionRequest): string[] {
  if (request.harmony.loopShare === 1 && request.cadence !== 'final') return loopBody(request, request.slots);
  const close = chooseClose(request);
  const open = request.slots - close.length;
  if (open <= 0) return close.slice(-request.slots);
  const body = usesLoop(request) ? loopBody(request, open) : walkBody(request, open, close[0] ?? '1');
  return [...body, ...close];
}

function chooseClose(request: ProgressionRequest): readonly string[] {
  const { cadence, harmony, mode, random, slots } = request;
  if (cadence === 'final' && harmony.close !== undefined) return harmony.close.slice(-slots);
  if (cadence === 'final' && harmony.finalCadence === 'plagal') {
    const plagal = isFunctional(mode) && mode === 'major' && request.tension > 0.3 ? '4m' : '4';
    return mode === 'locrian' || mode === 'phrygian' ? ['2', '1'] : [plagal, '1'];
  }
  if (cadence === 'final' && harmony.finalCadence === 'modal' && isFunctional(mode)) {
    return mode === 'major' ? ['4', '1'] : ['7', '1'];
  }
  const choices = closes[mode][cadence].filter(
    (close) => harmony.chromatic >= 0.3 || !close.some((chord) => chord.startsWith('D')),
  );
  const longest = cadence === 'final' ? slots : Math.max(1, Math.ceil(slots / 2));
  return random.pick(choices.map((close) => close.slice(-longest)));
}

function usesLoop(request: ProgressionRequest): boolean {
  if (!isFunctional(request.mode)) return true;
  return request.random.chance(request.harmony.loopShare);
}

function loopBody({ loop, loopOffset }: ProgressionRequest, length: number): string[] {
  return Array.from({ length }, (_, i) => loop[(i + loopOffset) % loop.length] ?? '1');
}

/** The best of several random walks from the opening chord towards the cadence. */
function walkBody(request: ProgressionRequest, length: number, goal: string): string[] {
  const minorMode = request.mode === 'minor';
  const grammar = minorMode ? minorGrammar : majorGrammar;
  const colour = minorMode ? minorColour : majorColour;
  const opening = request.contrast ? (minorMode ? ['6', '3', '4'] : ['6', '4', '2']) : ['1'];
  let best: string[] = [];
  let bestWeight = -1;
  for (let attempt = 0; attempt < 8; attempt++) {
    const walk = [request.random.pick(opening)];
    while (walk.length < length) {
      walk.push(stepFrom(walk.at(-1) ?? '1', grammar, colour, request));
    }
    const weight = arrival(walk, goal, { ...grammar, ...mergeColour(colour, walk.at(-1)) });
    if (weight > bestWeight) {
      best = walk;
      bestWeight = weight;
    }
  }
  return best;
}

function mergeColour(colour: Transitions, from: string | undefined): Transitions {
  const exits = from === undefined ? undefined : colour[from];
  return exits === undefined || from === undefined ? {} : { [from]: exits };
}

function stepFrom(
  from: string,
  grammar: Transitions,
  colour: Transitions,
  request: ProgressionRequest,
): string {
  const strange = colour[from];
  const takeColour =
    grammar[from] === undefined ||
    request.random.chance(request.harmony.chromatic * (0.35 + 0.65 * request.tension));
  const exits = (takeColour ? strange : undefined) ?? grammar[from] ?? { '1': 1 };
  return request.random.pickWeighted(Object.keys(exits), (chord) => exits[chord] ?? 0);
}

/** How well a walk leads into its cadence: variety, no chord twice in a row, and a step that the grammar knows. */
function arrival(walk: readonly string[], goal: string, grammar: Transitions): number {
  const last = walk.at(-1) ?? '1';
  const lands = last === goal ? -2 : (grammar[last]?.[goal] ?? 0) > 0 ? 2 : 0;
  const variety = new Set(walk).size;
  return 3 + lands + variety * 0.5;
}
