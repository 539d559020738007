/** Tempo and meter of a clip beside those of the project: matched, or offered in words. */
import type { ClipManifest, DawState } from '../protocol/daw.ts';

/** Tempos that differ by less sound alike for minutes. */
const sameTempo = 0.01;

/** Sentences on what differs; none where nothing does or the project's tempo is not known. */
export function tempoSentences(
  clip: ClipManifest,
  { tempo, meter }: Pick<DawState, 'tempo' | 'meter'>,
): string[] {
  const sentences: string[] = [];
  const differs = tempo !== undefined && Math.abs(tempo - clip.tempo) > sameTempo;
  if (clip.matchTempo) {
    sentences.push(`The project was asked to take the clip’s tempo of ${clip.tempo}.`);
  } else if (differs) {
    sentences.push(
      `The clip has ${clip.tempo} quarters a minute and the project ${Number(tempo.toFixed(3))}: send it with its tempo, or make the next take with the project’s.`,
    );
  }
  if (!clip.hasOneTempo) {
    sentences.push('The clip changes its tempo; its sound leaves the project’s grid where it does.');
  }
  if (meter !== undefined && meter !== clip.meter) {
    sentences.push(`The clip is in ${clip.meter} and the project in ${meter}.`);
  }
  return sentences;
}
