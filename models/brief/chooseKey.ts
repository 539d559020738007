/** Chooses a tonic: by feeling on the circle of fifths, within what the style's players find easy. */
import { modeFifths, noteAtFifths, spellKey } from './keyName.ts';
import type { Feeling } from './feeling.ts';
import type { Mode, Style, Tonic } from '../../bridge/protocol/attributes.ts';

/** Signatures in which a style is at ease: from flats (negative) to sharps. Open strings like sharps, winds flats. */
const easySignatures: Readonly<Record<Style, readonly [number, number]>> = {
  cinematic: [-4, 3],
  ambient: [-4, 4],
  piano: [-5, 4],
  strings: [-3, 4],
  choral: [-4, 3],
  folk: [-1, 3],
  electronic: [-5, 4],
  horror: [-5, 3],
  jazz: [-5, 1],
  bossa: [-4, 2],
  blues: [-3, 3],
  rock: [-1, 4],
  pop: [-4, 4],
  synthwave: [-5, 4],
  lofi: [-5, 3],
  chiptune: [-4, 4],
  comedy: [-3, 3],
  march: [-4, 1],
  waltz: [-3, 3],
  celtic: [0, 3],
};

/**
 * The tonic for a mode: bright and pleasant music stands in sharps, dark and sad music in flats, as the old
 * characteristics of keys have it (Schubart 1806). Which of the three nearest signatures it is, the words decide: the
 * same words get the same key on every machine. `wordsHash` is a whole number of at least 0 that stands for them.
 */
export function chooseTonic(mode: Mode, style: Style, feeling: Feeling, wordsHash: number): Tonic {
  const [low, high] = easySignatures[style];
  const middle = (low + high) / 2;
  const light = 0.6 * (feeling.brightness * 2 - 1) + 0.4 * feeling.valence;
  // Rounded before it is used, so that the last bits of an embedding do not change a key.
  const wished = Math.round(middle + (Math.round(light * 20) / 20) * (high - low) * 0.5);
  const signature = Math.min(high, Math.max(low, wished + (wordsHash % 3) - 1));
  const key = spellKey(noteAtFifths(signature - modeFifths[mode]), mode);
  return key?.tonic ?? 'C';
}
