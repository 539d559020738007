/** What an image classifier says, taken as seriously as it is sure of itself. */
import type { Unit } from '../../bridge/protocol/units.ts';

/** A class with its probability, the plainest word for it as its label. */
export interface NamedClass {
  readonly label: string;
  readonly probability: number;
}

/** Class words of one picture. */
export interface ClassWords {
  /** The likeliest first; `confidence` is the class's probability, discounted where it is a usual fallback. */
  words: { text: string; confidence: Unit }[];
  /** How sure the classifier is altogether: near 1 for one clear object, near 0 for a drawing it cannot place. */
  certainty: Unit;
}

/**
 * Classes that drawings, abstract pictures and dark scenes with lights fall into. They describe what a picture is
 * printed on, or its dots and stripes, and would have a painted sea scored as a jigsaw puzzle.
 */
const fallbackClasses = new Set(
  `jigsaw puzzle|web site|comic book|book jacket|menu|crossword puzzle|envelope|packet|television|screen|
monitor|theater curtain|shower curtain|window screen|window shade|spotlight|slide rule|digital clock|
analog clock|oscilloscope|doormat|prayer rug|quilt|matchstick|binder|rubber eraser|handkerchief|bib|velvet|wool|
pencil box|carton|tray|wall clock|cd player|loudspeaker|switch|nematode|hook|wing|mask|stole|cloak|vase|pillow|jersey|
sweatshirt|tile roof|chain mail|chainlink fence|honeycomb|radio|hard disc|space heater|toaster|
fountain pen|ballpoint|rule|band aid|sunscreen|lampshade|table lamp|laptop|notebook|desktop computer|ipod|stage|scoreboard|pinwheel`
    .replaceAll('\n', '')
    .split('|'),
);
const fallbackDiscount = 0.25;
const most = 5;

/** Class words that stand for a landscape or a room, said as a person would. */
const plainer: Record<string, string> = {
  alp: 'snowy mountain',
  promontory: 'headland over the sea',
  sandbar: 'sandy beach',
  seashore: 'sea shore',
  lakeside: 'lake shore',
  vault: 'vaulted hall',
  'steel arch bridge': 'steel bridge',
  'fire screen': 'fireplace',
  beacon: 'lighthouse',
};

/**
 * Chooses the words.
 *
 * @param top - the likeliest classes, likeliest first; ten are plenty.
 * @param probabilities - of all classes, adding up to 1.
 */
export function classWords(top: readonly NamedClass[], probabilities: Float32Array): ClassWords {
  const first = top[0]?.probability ?? 0;
  const words = top
    .filter(({ probability }) => probability >= Math.max(0.03, first / 6))
    .map(({ label, probability }) => ({
      text: plainer[label] ?? label,
      confidence: probability * (fallbackClasses.has(label.toLowerCase()) ? fallbackDiscount : 1),
    }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, most);
  const mass = words.reduce((sum, { confidence }) => sum + confidence, 0);
  return { words, certainty: Math.min(1, mass) * (1 - entropyOf(probabilities)) };
}

/** "a pier, a boathouse and a sailboat" */
export function namedTogether(words: readonly string[]): string {
  const named = words.map(withArticle);
  const last = named.pop();
  return named.length === 0 ? (last ?? '') : `${named.join(', ')} and ${last ?? ''}`;
}

/** Shannon entropy over its maximum, 0…1. */
function entropyOf(probabilities: Float32Array): Unit {
  let entropy = 0;
  for (const probability of probabilities) {
    if (probability > 0) entropy -= probability * Math.log(probability);
  }
  return probabilities.length < 2 ? 0 : entropy / Math.log(probabilities.length);
}

function withArticle(word: string): string {
  if (/[^sui]s$/.test(word)) return word;
  return /^[aeiou]/i.test(word) ? `an ${word}` : `a ${word}`;
}
