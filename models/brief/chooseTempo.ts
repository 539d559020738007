/** Chooses the tempo: given, said in numbers, said in words, heard in a reference, or the pace of the feeling. */
import { attributeRanges } from '../../bridge/protocol/attributes.ts';
import type { BeatsPerMinute } from '../../bridge/protocol/units.ts';
import type { SaidOutright } from './saidOutright.ts';
import type { TempoSaid } from './caption/captionFacts.ts';

/** A tempo with how far it may move to fit bars into seconds. */
export interface TempoWish {
  tempo: BeatsPerMinute;
  /** True for a tempo in numbers: it is kept exactly. */
  exact: boolean;
  /** Ends between which it may move. */
  bounds: readonly [BeatsPerMinute, BeatsPerMinute];
  /** The words that said it; undefined where it was inferred or given. */
  said?: string;
  /** True where it is a reference's. */
  heard?: true;
}

const { min, max } = attributeRanges.tempo;

/** Inferred tempi stay inside this: slower or faster ones have to be asked for. */
const inferredRange = [44, 184] as const;

/**
 * The tempo that the brief wishes for. `pace` is log2(BPM); `heard` is the tempo of references, which words may bound;
 * `usual` are the ends between which the style is played where nothing else says its tempo.
 */
export function chooseTempo(
  given: number | undefined,
  said: SaidOutright,
  pace: number,
  heard?: BeatsPerMinute,
  usual: readonly [BeatsPerMinute, BeatsPerMinute] = inferredRange,
): TempoWish {
  if (given !== undefined) return { tempo: given, exact: true, bounds: [given, given] };
  const inferred = heard ?? Math.min(usual[1], Math.max(usual[0], Math.round(2 ** pace)));
  const fact = said.tempo;
  if (fact === undefined) {
    const wish = refusedAway(inferred, said);
    return heard === undefined || wish.tempo !== heard ? wish : { ...wish, exact: true, heard: true };
  }
  const [low, high] = fact.value.range;
  if (fact.value.said === 'number')
    return { tempo: fact.value.tempo, exact: true, bounds: [low, high], said: fact.text };
  return { tempo: within(inferred, low, high), exact: false, bounds: [low, high], said: fact.text };
}

/** Moves an inferred tempo out of what was refused: "not fast" stays a good step below fast. */
function refusedAway(inferred: number, said: SaidOutright): TempoWish {
  const bounds = said.refusedTempos.reduce<readonly [number, number]>(
    (ends, { value }) => narrowed(ends, value),
    [min, max],
  );
  const [low, high] = bounds[0] <= bounds[1] ? bounds : [min, max];
  const tempo = within(inferred, low, high);
  const words = said.refusedTempos.map(({ text }) => `not ${text}`).join(', ');
  return { tempo, exact: false, bounds: [low, high], ...(tempo !== inferred && { said: words }) };
}

/** The tempo where it lies within, else the nearest whole one. */
function within(tempo: BeatsPerMinute, low: BeatsPerMinute, high: BeatsPerMinute): BeatsPerMinute {
  return tempo >= low && tempo <= high ? tempo : Math.round(Math.min(high, Math.max(low, tempo)));
}

function narrowed(
  [low, high]: readonly [number, number],
  { range, tempo }: TempoSaid,
): readonly [number, number] {
  const middle = 104;
  return tempo > middle
    ? [low, Math.min(high, Math.round(range[0] * 0.88))]
    : [Math.max(low, Math.round(range[1] * 1.14)), high];
}
