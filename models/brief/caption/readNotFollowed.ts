/**
 * Tells what a caption says of instruments and voices and we cannot follow, so that nothing is left out in silence:
 * instruments that the SoundFont lacks, and music without a leading voice. Names that mean something else as well
 * ("triangle", "rap") are not looked for.
 */
import { negatorBefore } from './negation.ts';
import { findPhrases, phraseTable } from './phraseTable.ts';
import type { CaptionText } from './captionText.ts';

/** Names of instruments that we have not. A test holds them apart from those that we have. */
export const absentInstruments: readonly string[] = [
  ...[
    'castanets',
    'tambourine',
    'maracas',
    'bongos',
    'congas',
    'cajon',
    'tabla',
    'shaker',
    'woodblock',
    'cowbell',
  ],
  ...['hand claps', 'handclaps', 'beatbox', 'beatboxing', 'turntable', 'turntables', 'vocoder', 'gamelan'],
  ...['theremin', 'ondes martenot', 'mellotron', 'harmonium', 'clavichord', 'spinet', 'melodica', 'steelpan'],
  ...[
    'steelpans',
    'handpan',
    'waterphone',
    'crotales',
    'didgeridoo',
    'duduk',
    'bansuri',
    'ney flute',
    'cornet',
  ],
  ...['flugelhorn', 'euphonium', 'sackbut', 'contrabassoon', 'basset horn', 'hurdy gurdy'],
  ...[
    'nyckelharpa',
    'hardanger fiddle',
    'erhu',
    'pipa',
    'shamisen',
    'kora',
    'balalaika',
    'charango',
    'psaltery',
  ],
  ...['dobro', 'pedal steel', 'sarod', 'sarangi', 'santoor', 'tanpura', 'cavaquinho'],
];

const absentTable = phraseTable(absentInstruments.map((name) => [name, name] as const));
const leadTable = phraseTable(
  ['melody', 'melodies', 'tune', 'lead', 'leads', 'theme', 'melodie'].map((word) => [word, word] as const),
);

/** Adds a note for each thing that is left out. Claims nothing: the words may speak for a scene. */
export function readNotFollowed(caption: CaptionText, notes: string[]): void {
  const refused = (index: number): boolean => negatorBefore(caption, index, ['thing']) !== undefined;
  const absent = findPhrases(caption.tokens, absentTable).filter(({ first }) => !refused(first));
  for (const name of new Set(absent.map(({ value }) => value))) {
    notes.push(`There are no samples of "${name}"; other instruments play`);
  }
  const noLead = findPhrases(caption.tokens, leadTable, caption.claimed).find(({ first }) => refused(first));
  if (noLead !== undefined)
    notes.push(`"no ${noLead.value}" is not followed: every style has a leading voice`);
}
