/**
 * Briefs for evaluation with every attribute said outright, so that the score engine is measured by itself: nothing is
 * read from pictures or texts here.
 */
import { modes, meters, registers } from '../../bridge/protocol/attributes.ts';
import { musicSeconds, styleEndings } from '../../bridge/protocol/duration.ts';
import { instruments } from '../../bridge/protocol/instruments.ts';
import { seededRandom } from '../../bridge/protocol/seededRandom.ts';
import { styleEnsembles } from '../brief/styleEnsembles.ts';
import type {
  AttributeName,
  AttributeValue,
  Meter,
  Mode,
  RoleInstrument,
  Style,
  Tonic,
} from '../../bridge/protocol/attributes.ts';
import type { Brief, BriefAttribute } from '../../bridge/protocol/brief.ts';
import type { SeededRandom } from '../../bridge/protocol/seededRandom.ts';

type Values = { [N in AttributeName]: AttributeValue<N> };

/** Tempi and meters that are usual in a style. */
interface Usual {
  tempo: readonly [number, number];
  meters: readonly Meter[];
}

const usual: Readonly<Record<Style, Usual>> = {
  cinematic: { tempo: [60, 130], meters: ['4/4', '3/4', '6/8'] },
  ambient: { tempo: [50, 85], meters: ['4/4', '3/4'] },
  piano: { tempo: [60, 140], meters: ['4/4', '3/4', '2/4', '6/8'] },
  strings: { tempo: [60, 140], meters: ['4/4', '3/4', '2/4', '6/8'] },
  choral: { tempo: [56, 96], meters: ['4/4', '3/4'] },
  folk: { tempo: [80, 150], meters: ['4/4', '3/4', '6/8', '2/4'] },
  electronic: { tempo: [85, 140], meters: ['4/4'] },
  horror: { tempo: [50, 100], meters: ['4/4', '3/4', '5/4'] },
  jazz: { tempo: [90, 190], meters: ['4/4', '4/4', '3/4'] },
  bossa: { tempo: [112, 146], meters: ['4/4'] },
  blues: { tempo: [72, 132], meters: ['4/4'] },
  rock: { tempo: [108, 168], meters: ['4/4'] },
  pop: { tempo: [88, 130], meters: ['4/4'] },
  synthwave: { tempo: [84, 124], meters: ['4/4'] },
  lofi: { tempo: [66, 92], meters: ['4/4'] },
  chiptune: { tempo: [112, 176], meters: ['4/4'] },
  comedy: { tempo: [92, 152], meters: ['4/4', '2/4'] },
  march: { tempo: [100, 124], meters: ['4/4', '2/4', '6/8'] },
  waltz: { tempo: [100, 180], meters: ['3/4'] },
  celtic: { tempo: [88, 124], meters: ['6/8', '4/4', '2/4'] },
};

/** A brief of a style; what is not given has a middling value. Seconds follow from bars and tempo. */
export function explicitBrief(style: Style, given: Partial<Values> = {}): Brief {
  const values: Values = {
    tempo: 90,
    key: 'D minor',
    meter: '4/4',
    bars: 32,
    seconds: 0,
    valence: 0,
    arousal: 0,
    tension: 0.3,
    density: 0.5,
    brightness: 0.5,
    dynamics: 0.5,
    register: 'middle',
    style,
    instruments: usualEnsemble(style, given.density ?? 0.5, given.arousal ?? 0),
    ...given,
  };
  const ending = styleEndings[style];
  const music = musicSeconds(values.bars, values.meter, values.tempo, ending.ritardando);
  values.seconds = given.seconds ?? music + ending.ringOut[1];
  return briefOf(values);
}

/** What of a random brief is held. */
export interface RandomBriefRequest {
  style: Style;
  seed: number;
  /** Modes to draw from; all seven unless told. */
  modes?: readonly Mode[];
  /** Bars; 32 unless told. */
  bars?: number;
}

const drawnTonics: readonly Tonic[] = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];

/** A brief drawn at random within what the style allows. The same request gives the same brief. */
export function randomBrief(request: RandomBriefRequest): Brief {
  const { style, seed } = request;
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  const density = random.next();
  const arousal = between(-1, 1);
  return explicitBrief(style, {
    tempo: Math.round(between(...usual[style].tempo)),
    key: `${random.pick(drawnTonics)} ${random.pick(request.modes ?? modes)}`,
    meter: random.pick(usual[style].meters),
    bars: request.bars ?? 32,
    valence: between(-1, 1),
    arousal,
    tension: random.next(),
    density,
    brightness: random.next(),
    dynamics: random.next(),
    register: random.pick(registers),
    instruments: drawEnsemble(style, density, arousal, random),
  });
}

/** A brief with any meter, length and tempo within reach: for limits, not for beauty. */
export function anyBrief(style: Style, random: SeededRandom): Brief {
  const density = random.next();
  return explicitBrief(style, {
    tempo: 40 + random.below(161),
    key: `${random.pick(drawnTonics)} ${random.pick(modes)}`,
    meter: random.pick(meters),
    bars: 4 + random.below(60),
    tension: random.next(),
    density,
    brightness: random.next(),
    register: random.pick(registers),
    instruments: drawEnsemble(style, density, 0, random),
  });
}

/** The style's first players: three roles at density 0, all at 1, percussion where the arousal asks for it. */
function usualEnsemble(style: Style, density: number, arousal: number): RoleInstrument[] {
  return drawEnsemble(style, density, arousal, undefined);
}

function drawEnsemble(
  style: Style,
  density: number,
  arousal: number,
  random: SeededRandom | undefined,
): RoleInstrument[] {
  const { order, size, players, percussion } = styleEnsembles[style];
  const wanted = order.filter((role) => role !== 'percussion' || arousal >= percussion.arousal);
  const count = Math.round(size[0] + (size[1] - size[0]) * density);
  return wanted.slice(0, count).flatMap((role) => {
    const [first, ...rest] = players[role] ?? [];
    if (first === undefined) return [];
    const instrument = random === undefined ? first : random.pick([first, ...rest]);
    return [{ role, instrument, program: instruments[instrument].program }];
  });
}

function briefOf(values: Values): Brief {
  const attributes = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { value, source: 'explicit', confidence: 1, reason: 'the evaluation asked for it' },
    ]),
  ) as unknown as { [N in AttributeName]: BriefAttribute<N> };
  return {
    description: 'A brief of the evaluation.',
    attributes,
    scenes: [],
    shares: [],
    embedding: [],
    notes: [],
    sections: [],
    hits: [],
    themes: [],
    locks: [],
  };
}
