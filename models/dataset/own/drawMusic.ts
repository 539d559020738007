/**
 * What the music of a clip is to be like. Half of the clips keep to what their scene says, with some play; the other half keep
 * only its feeling and have style, tempo, meter, key and players drawn evenly from all there are, so that the set covers the
 * whole range and no attribute stands for another.
 */
import { meters, modes, registers, styles } from '../../../bridge/protocol/attributes.ts';
import { musicSeconds, styleEndings } from '../../../bridge/protocol/duration.ts';
import { instrumentIds, instruments } from '../../../bridge/protocol/instruments.ts';
import { isCompound } from '../../../bridge/protocol/meter.ts';
import { decisionSeed, seededRandom } from '../../../bridge/protocol/seededRandom.ts';
import { describeBrief } from '../../brief/describeBrief.ts';
import { styleEnsembles } from '../../brief/styleEnsembles.ts';
import { clipSeconds } from '../clipShape.ts';
import { evenDimensions, evenPick, evenPoint } from './evenDraw.ts';
import type {
  AttributeName,
  Meter,
  RoleInstrument,
  Style,
  Tonic,
} from '../../../bridge/protocol/attributes.ts';
import type { Brief, BriefAttribute } from '../../../bridge/protocol/brief.ts';
import type { InstrumentId } from '../../../bridge/protocol/instruments.ts';
import type { Role } from '../../../bridge/protocol/roles.ts';
import type { SeededRandom } from '../../../bridge/protocol/seededRandom.ts';
import type { BeatsPerMinute, Unit } from '../../../bridge/protocol/units.ts';
import type { BriefValues } from '../../brief/describeBrief.ts';
import type { Scene } from '../../brief/scene.ts';
import type { PlannedClip } from './planClips.ts';

/** Where in its piece a clip lies: at its beginning, in its midst, or the clip is a whole piece with its ending. */
export type ClipPlace = 'opening' | 'inside' | 'whole';

/** The music of a clip, before a note is written. */
export interface DrawnMusic {
  brief: Brief;
  values: BriefValues;
  place: ClipPlace;
  /** For `inside`: where between the earliest and the latest beginning. */
  along: Unit;
  /** Whether it keeps to what the scene says of the music. */
  keepsToScene: boolean;
  /** Whether the scene’s own caption is true of it. */
  captionHolds: boolean;
}

const drawnTonics: readonly Tonic[] = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];
/** Tempi of pieces that do not keep to their scene. */
const tempi = { low: 48, high: 176, highCompound: 132 } as const;
/** Music of a piece that a clip is cut from lasts at least so long, in seconds. */
const longPiece = 26;

/** Draws the music of a clip; a function of the clip and of the set's seed. */
export function drawMusic(clip: PlannedClip, setSeed: number): DrawnMusic {
  const random = seededRandom(decisionSeed(clip.seed, 'music'));
  const shift = seededRandom(decisionSeed(setSeed, `even/${clip.split}`));
  const offsets = Array.from({ length: evenDimensions }, () => shift.next());
  const point = evenPoint(clip.number, offsets);
  const keepsToScene = (point[10] ?? 0) < 0.5;
  const values = drawValues(clip.scene, point, keepsToScene, random);
  const place = placeOf(point[9] ?? 0, values);
  const sized = { ...values, ...lengthOf(values, place) };
  const own = clip.scene.attributes;
  return {
    brief: briefOf(sized),
    values: sized,
    place,
    along: random.next(),
    keepsToScene,
    captionHolds: keepsToScene && values.style === own.styles[0] && playsAsTold(values.instruments, own),
  };
}

function drawValues(
  { attributes }: Scene,
  point: readonly number[],
  keeps: boolean,
  random: SeededRandom,
): BriefValues {
  const at = (dimension: number): number => point[dimension] ?? 0;
  const near = (value: number, place: number, reach: number): number => value + (2 * place - 1) * reach;
  const unit = (name: 'density' | 'brightness' | 'dynamics' | 'tension', dimension: number): Unit =>
    rounded(keeps ? clamp(near(attributes[name], at(dimension), 0.15), 0, 1) : at(dimension));
  const known = attributes.styles.filter((name): name is Style =>
    (styles as readonly string[]).includes(name),
  );
  const style = evenPick(keeps ? known : styles, at(1));
  const meter = keeps ? attributes.meter : evenPick(meters, at(3));
  const mode = keeps ? attributes.mode : evenPick(modes, at(4));
  const arousal = rounded(clamp(near(attributes.arousal, random.next(), 0.1), -1, 1));
  const density = unit('density', 6);
  return {
    tempo: drawTempo(attributes.tempo, meter, at(2), keeps),
    key: `${evenPick(drawnTonics, at(0))} ${mode}`,
    meter,
    bars: 1,
    seconds: clipSeconds,
    valence: rounded(clamp(near(attributes.valence, random.next(), 0.1), -1, 1)),
    arousal,
    tension: unit('tension', 11),
    density,
    brightness: unit('brightness', 7),
    dynamics: unit('dynamics', 8),
    register: keeps ? attributes.register : evenPick(registers, at(5)),
    style,
    instruments: drawPlayers(style, density, arousal, keeps ? attributes.instruments : undefined, random),
  };
}

function drawTempo(
  [low, high]: readonly [number, number],
  meter: Meter,
  place: Unit,
  keeps: boolean,
): BeatsPerMinute {
  if (keeps) return Math.round(low - 6 + place * (high - low + 12));
  const highest = isCompound(meter) ? tempi.highCompound : tempi.high;
  return Math.round(tempi.low + place * (highest - tempi.low));
}

/** The roles that the density asks for; who plays them is the scene's choice where the style knows it, else drawn. */
function drawPlayers(
  style: Style,
  density: Unit,
  arousal: number,
  wished: Scene['attributes']['instruments'] | undefined,
  random: SeededRandom,
): RoleInstrument[] {
  const { order, size, percussion } = styleEnsembles[style];
  const drummed = wished?.percussion !== undefined || arousal >= percussion.arousal;
  const fitting = order.filter((role) => role !== 'percussion' || drummed);
  const count = Math.round(size[0] + (size[1] - size[0]) * density);
  return fitting.slice(0, count).flatMap((role) => {
    const players = playersOf(style, role);
    const wish = wished?.[role];
    const drawn = players.length === 0 ? undefined : random.pick(players);
    const instrument = wish !== undefined && players.includes(wish) ? wish : drawn;
    return instrument === undefined ? [] : [{ role, instrument, program: instruments[instrument].program }];
  });
}

/** Everyone who may play a role in a style. */
function playersOf(style: Style, role: Role): InstrumentId[] {
  const { players, palette } = styleEnsembles[style];
  const typical = players[role] ?? [];
  return instrumentIds.filter(
    (id) => typical.includes(id) || (palette.has(id) && instruments[id].roles.includes(role)),
  );
}

function playsAsTold(
  players: readonly RoleInstrument[],
  { instruments: told }: Scene['attributes'],
): boolean {
  return players.every(({ role, instrument }) => told[role] === undefined || told[role] === instrument);
}

/** A quarter opens a piece, a quarter is a whole one where bars are short enough, half lie inside. */
function placeOf(place: Unit, values: BriefValues): ClipPlace {
  if (place < 0.25) return 'opening';
  if (place < 0.75) return 'inside';
  return wholeBars(values) >= 2 ? 'whole' : 'opening';
}

/** Most bars that end early enough before the clip does to ring out. */
function wholeBars({ style, meter, tempo }: BriefValues): number {
  const { ritardando, ringOut } = styleEndings[style];
  let bars = 0;
  while (musicSeconds(bars + 1, meter, tempo, ritardando) + ringOut[0] <= clipSeconds) bars++;
  return bars;
}

function lengthOf(values: BriefValues, place: ClipPlace): Pick<BriefValues, 'bars' | 'seconds'> {
  if (place === 'whole') return { bars: wholeBars(values), seconds: clipSeconds };
  const { ritardando, ringOut } = styleEndings[values.style];
  let bars = 8;
  while (musicSeconds(bars, values.meter, values.tempo, ritardando) < longPiece) bars += 4;
  return { bars, seconds: musicSeconds(bars, values.meter, values.tempo, ritardando) + ringOut[1] };
}

function briefOf(values: BriefValues): Brief {
  const attributes = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { value, source: 'explicit', confidence: 1, reason: 'drawn for the dataset' },
    ]),
  ) as unknown as { [N in AttributeName]: BriefAttribute<N> };
  const nothing = {
    scenes: [],
    shares: [],
    embedding: [],
    notes: [],
    sections: [],
    hits: [],
    themes: [],
    locks: [],
  };
  return { description: describeBrief(values), attributes, ...nothing };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
