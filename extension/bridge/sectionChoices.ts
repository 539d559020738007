/** Sections that can be queued: those that the cue names, themes by their letter, and the end. */
import { closingSection } from '../../bridge/protocol/performance.ts';

/** One of them. */
export interface SectionChoice {
  label: string;
  kind: 'cue' | 'theme' | 'ending';
  /** It is what is heard. */
  sounds: boolean;
}

const themes = ['A', 'B', 'C', 'D'];

/** In the order in which they are offered; `sounding` is the label that is heard, such as `A'`. */
export function sectionChoices(ofCue: readonly string[], sounding: string | undefined): SectionChoice[] {
  const named = [...new Set(ofCue.map((label) => label.trim().slice(0, 100)))].filter(
    (label) => label !== '',
  );
  const theme = sounding?.replace(/['’\s]+$/, '').toLowerCase();
  const labels: [string, SectionChoice['kind']][] = [
    ...named.map((label): [string, 'cue'] => [label, 'cue']),
    ...themes
      .filter((letter) => !named.some((label) => label.toUpperCase() === letter))
      .map((letter): [string, 'theme'] => [letter, 'theme']),
    [closingSection, 'ending'],
  ];
  return labels.map(([label, kind]) => ({ label, kind, sounds: label.toLowerCase() === theme }));
}
