/** Finds the facts of a caption that cannot both hold, and says so. */
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { isArc } from './arcs.ts';
import type {
  CaptionFacts,
  Contradiction,
  Fact,
  InstrumentsSaid,
  KeySaid,
  LevelSaid,
  TempoSaid,
} from './captionFacts.ts';
import type { CaptionText } from './captionText.ts';

/** Two tempo words clash where the nearest ends of their ranges are farther apart than this ratio. */
const clashRatio = 1.3;
/** Two levels clash where they are farther apart than this: on different sides, and not both about the middle. */
const clashDistance = 0.4;

type Facts = Omit<CaptionFacts, 'contradictions' | 'notes'>;

/** All contradictions. What is an arc over time ("slow, then fast") is none, and is told in the notes. */
export function findContradictions(caption: CaptionText, facts: Facts, notes: string[]): Contradiction[] {
  const pairs: (Contradiction | undefined)[] = [
    tempoClash(facts.tempos),
    clash('key', facts.keys, (a, b) => keysClash(a.value, b.value)),
    clash('meter', facts.meters, (a, b) => a.value !== b.value),
    clash('length', facts.seconds, (a, b) => a.value !== b.value),
    clash('length', facts.bars, (a, b) => a.value !== b.value),
    clash('instruments', facts.instruments, (a, b) => refusesWanted(a, b)),
    clash(
      'style',
      facts.styles,
      (a, b) => a.value.style === b.value.style && a.value.negated !== b.value.negated,
    ),
    clash('dynamics', facts.dynamics, levelsClash),
    clash('density', facts.density, levelsClash),
    clash('brightness', facts.brightness, levelsClash),
  ];
  return pairs.filter((pair) => pair !== undefined).filter((pair) => !toldAsArc(caption, pair, notes));
}

/**
 * The error for a caption whose tempo words contradict each other; undefined where there are none. Other
 * contradictions have a reasonable reading (what was said first), tempo words have not.
 */
export function contradictionError(facts: CaptionFacts): LeitmotifError | undefined {
  const undecidable = facts.contradictions.find((pair) => pair.undecidable);
  if (undecidable === undefined) return undefined;
  const { first, second } = undecidable;
  return new LeitmotifError('caption-contradiction', {
    what: `The caption asks for two tempi at once: "${first.text}" and "${second.text}"`,
    subject: `"${first.text}" at character ${first.start + 1}, "${second.text}" at character ${second.start + 1}`,
    next: `Keep one of the two, give --tempo with a number, or write "from ${first.text} to ${second.text}"`,
  });
}

/** The notes for contradictions that were settled. */
export function settledContradictions(facts: CaptionFacts): string[] {
  return facts.contradictions
    .filter((pair) => !pair.undecidable)
    .map(({ about, first, second }) => {
      const taken = about === 'tempo' ? 'numbers count before words' : 'the first was taken';
      return `the caption says both "${first.text}" and "${second.text}"; ${taken}`;
    });
}

function tempoClash(tempos: readonly Fact<TempoSaid>[]): Contradiction | undefined {
  const positive = tempos.filter(({ value }) => !value.negated);
  const numbers = positive.filter(({ value }) => value.said !== 'word');
  const words = positive.filter(({ value }) => value.said === 'word');
  const whole = words.filter(({ value }) => !value.local);
  const clashing = (a: Fact<TempoSaid>, b: Fact<TempoSaid>): boolean => farApart(a.value, b.value);
  // What is said of parts or genres gives way without a word. A number settles what words leave open, so words beside one are told but never refused.
  const refusable = numbers.length === 0 ? clash('tempo', whole, clashing) : undefined;
  if (refusable !== undefined) return { ...refusable, undecidable: true };
  const twoNumbers = clash('tempo', numbers, (a, b) => a.value.tempo !== b.value.tempo);
  return twoNumbers ?? clash('tempo', numbers.length > 0 ? [...numbers, ...whole] : [], clashing);
}

function farApart(a: TempoSaid, b: TempoSaid): boolean {
  const [slower, faster] = a.tempo < b.tempo ? [a, b] : [b, a];
  return faster.range[0] / slower.range[1] > clashRatio;
}

function keysClash(a: KeySaid, b: KeySaid): boolean {
  const tonics = a.tonic !== undefined && b.tonic !== undefined && a.tonic !== b.tonic;
  const modes = a.mode !== undefined && b.mode !== undefined && a.mode !== b.mode;
  return tonics || modes;
}

/** "Not loud" is soft enough for "soft": only what is asked for clashes. */
function levelsClash(a: Fact<LevelSaid>, b: Fact<LevelSaid>): boolean {
  const isAsked = !a.value.negated && !b.value.negated;
  return isAsked && Math.abs(a.value.level - b.value.level) > clashDistance;
}

/**
 * True where the same instruments are wanted and refused. "No brass except the horn" is no contradiction: the horn is
 * one of the brass, and does not stand for all of them.
 */
export function refusesWanted(a: Fact<InstrumentsSaid>, b: Fact<InstrumentsSaid>): boolean {
  if (a.value.negated === b.value.negated) return false;
  const [wanted, refused] = a.value.negated ? [b, a] : [a, b];
  // A role by itself ("drums") stands for all that play it.
  if (wanted.value.ids.length === 0)
    return wanted.value.role !== undefined && wanted.value.role === refused.value.role;
  const [standIn] = refused.value.ids;
  return standIn !== undefined && wanted.value.ids.includes(standIn);
}

/** The first fact with the first later one that clashes with it or its followers. Linear in the number of facts. */
function clash<F extends Fact<unknown>>(
  about: Contradiction['about'],
  facts: readonly F[],
  clashes: (a: F, b: F) => boolean,
): Contradiction | undefined {
  // Facts that repeat each other are many in a long caption; a few different ones tell the story.
  const few = facts.slice(0, 24);
  for (const [i, first] of few.entries()) {
    const second = few.slice(i + 1).find((later) => clashes(first, later));
    if (second !== undefined) return { about, first, second, undecidable: false };
  }
  return undefined;
}

function toldAsArc(caption: CaptionText, pair: Contradiction, notes: string[]): boolean {
  const { about, first, second } = pair;
  if (about === 'instruments' || about === 'length') return false;
  const [earlier, later] = first.start <= second.start ? [first, second] : [second, first];
  if (!isArc(caption, earlier, later)) return false;
  notes.push(
    `the caption moves from "${earlier.text}" to "${later.text}"; keyframes do that, ` +
      `so "${first.text}" holds for the whole`,
  );
  return true;
}
