/**
 * What spessasynth_core keeps although nothing sounds with it, and offers no way to let go (4.3.22):
 *
 * - its voices, which are used again, keep modulators and samples of the last note that each played;
 * - its filters keep, for all synthesizers of the thread, the coefficients of every cutoff (in cents) and resonance that ever occurred.
 *   It begins with those of 8000 to 13,499 cents without resonance; where controllers move for an hour, thousands come besides.
 *
 * Both are megabytes in music that goes on for hours. Neither changes what is heard: a voice is given its own modulators and samples with
 * its next note, and coefficients are worked out again. These are the library's own objects, not its interface: where a later version has
 * others, nothing is done, and the test of this file fails.
 */
import type { SpessaSynthProcessor } from 'spessasynth_core';

/** The coefficients that the library works out at its start. */
const workedOutAtStart = 5500;
/** As many besides may gather before they go: 0.3 MB. */
const mostBesides = 1000;

interface Voice {
  isActive: boolean;
  modulators: unknown[];
  wavetable: { sampleData: Float32Array };
  filter: { constructor: { cachedCoefficients?: Map<number, unknown> } };
}

const nothing = new Float32Array(0);

/** Lets go what voices that are silent keep of their last notes. */
export function forgetLastNotes(synthesizer: SpessaSynthProcessor): void {
  for (const voice of voicesOf(synthesizer)) {
    if (voice.isActive) continue;
    voice.modulators = [];
    voice.wavetable.sampleData = nothing;
  }
}

/** Lets go the filter coefficients that came since the start, where they are many. */
export function forgetFilters(synthesizer: SpessaSynthProcessor): void {
  const kept = filtersOf(synthesizer);
  if (kept === undefined || kept.size <= workedOutAtStart + mostBesides) return;
  let place = 0;
  for (const key of kept.keys()) if (place++ >= workedOutAtStart) kept.delete(key);
}

/** The filter coefficients that the library keeps, by cutoff and resonance; undefined where it keeps them elsewhere. */
export function filtersOf(synthesizer: SpessaSynthProcessor): Map<number, unknown> | undefined {
  return voicesOf(synthesizer)[0]?.filter.constructor.cachedCoefficients;
}

function voicesOf(synthesizer: SpessaSynthProcessor): readonly Voice[] {
  const { synthCore } = synthesizer as unknown as { synthCore?: { voices?: Voice[] } };
  return synthCore?.voices ?? [];
}
