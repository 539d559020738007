/** Are the styles styles? How often simple classifiers tell them apart on pieces that it has not seen. */
import { styles } from '../../../bridge/protocol/attributes.ts';
import { composeScore } from '../../engines/score/composeScore.ts';
import { randomBrief } from '../explicitBrief.ts';
import { markdownTable, percent } from '../markdownTable.ts';
import { linearDiscriminant } from './linearDiscriminant.ts';
import { nearestNeighbours } from './nearestNeighbours.ts';
import { styleFeatures } from './styleFeatures.ts';
import type { Report } from '../writeResults.ts';
import type { Example } from './nearestNeighbours.ts';

const neighbours = 3;
const folds = 5;

/** Composes `count` pieces of each style with random briefs and tells their styles in five folds, by two classifiers. */
export function styleReport(count: number): Report {
  const examples = styles.flatMap((style, index) =>
    Array.from({ length: count }, (_, i): Example => {
      const seed = index * 1000 + i;
      const brief = randomBrief({ style, seed, bars: 24 });
      return { label: style, features: styleFeatures(composeScore({ brief, seed }).score) };
    }),
  );
  const linear = resultOf(foldedGuesses(examples, linearDiscriminant));
  const neighbouring = resultOf(foldedGuesses(examples, (known) => nearestNeighbours(known, neighbours)));
  return {
    name: 'styles',
    title: 'Styles told apart',
    figures: { pieces: count, folds, linear, neighbours, neighbouring },
    text: [
      `${count} pieces a style with random briefs (all seven modes, any density, tension, register; ensembles of the style),`,
      `symbolic features without programs, tempo or velocity, ${folds}-fold, judged on pieces that were not learned from.`,
      `Chance is ${percent(1 / styles.length)}, the target 85 %. Rows are the true styles.`,
      '',
      `Linear discriminant: **${percent(linear.accuracy)} right**.`,
      '',
      markdownTable(['', ...styles], linear.confusion),
      '',
      `${neighbours} nearest neighbours, which weigh every feature the same: **${percent(neighbouring.accuracy)} right**.`,
      '',
      markdownTable(['', ...styles], neighbouring.confusion),
    ].join('\n'),
  };
}

interface Guess {
  label: string;
  guess: string;
}

function resultOf(told: readonly Guess[]): { accuracy: number; confusion: (string | number)[][] } {
  const count = (style: string, other: string): number =>
    told.filter(({ label, guess }) => label === style && guess === other).length;
  return {
    accuracy: told.filter(({ label, guess }) => label === guess).length / told.length,
    confusion: styles.map((style) => [style, ...styles.map((other) => count(style, other))]),
  };
}

/** What learns from examples and then tells labels. */
type Learner = (examples: readonly Example[]) => (features: readonly number[]) => string;

/** Guesses the label of each example from those of the other folds. */
export function foldedGuesses(examples: readonly Example[], learn: Learner): Guess[] {
  return Array.from({ length: folds }, (_, fold) => {
    const tell = learn(examples.filter((_, i) => i % folds !== fold));
    const held = examples.filter((_, i) => i % folds === fold);
    return held.map(({ label, features }) => ({ label, guess: tell(features) }));
  }).flat();
}
