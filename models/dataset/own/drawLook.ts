/**
 * A surface for a picture that is not there: measures drawn so that the feeling that perception reads in them is near to the
 * scene's. The reading itself is perception's own (Valdez and Mehrabian 1994).
 */
import { visualAffect } from '../../perception/visualAffect.ts';
import type { SeededRandom } from '../../../bridge/protocol/seededRandom.ts';
import type { Bipolar } from '../../../bridge/protocol/units.ts';
import type { Affect, VisualMeasures } from '../../perception/reading.ts';

/** A surface with its feeling. */
export interface DrawnLook {
  visual: VisualMeasures;
  affect: Affect;
}

/** Surfaces that are drawn to choose from. */
const drafts = 16;
/** How much nearness to the feeling counts: pictures of one feeling still differ. */
const sharpness = 12;

/** Draws a surface whose feeling is near to a valence and an arousal. */
export function drawLook(target: { valence: Bipolar; arousal: Bipolar }, random: SeededRandom): DrawnLook {
  const looks = Array.from({ length: drafts }, () => {
    const visual = drawMeasures(random);
    return { visual, affect: visualAffect(visual).affect };
  });
  return random.pickWeighted(looks, ({ affect }) => {
    const distance = (affect.valence - target.valence) ** 2 + (affect.arousal - target.arousal) ** 2;
    return 1 / (1 + sharpness * distance) ** 2;
  });
}

/** Measures that go together: light pictures are not dark ones, detailed ones have edges. */
function drawMeasures(random: SeededRandom): VisualMeasures {
  const middling = (low: number, high: number): number =>
    low + ((high - low) * (random.next() + random.next())) / 2;
  const brightness = random.next() ** 1.6 * 0.9 + 0.01;
  const saturation = middling(0, 0.95);
  const detail = random.next();
  return {
    brightness,
    contrast: middling(0.08, 0.75),
    saturation,
    warmth: middling(-1, 1),
    colourfulness: Math.max(0, Math.min(1, saturation * middling(0.3, 1.3))),
    texture: 0.01 + 0.08 * detail * middling(0.5, 1.2),
    edges: 0.01 + 0.24 * detail * middling(0.5, 1.2),
    diagonality: middling(0.3, 1),
    symmetry: middling(0.3, 0.98),
    darkness: Math.max(0, (0.35 - brightness) * middling(0.5, 2.4)),
    palette: [],
  };
}
