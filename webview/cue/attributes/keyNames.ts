/** Keys as the document writes them, taken apart and put together. */
import { t } from '@vscode/l10n';
import { modes, tonics } from '../../../bridge/protocol/attributes.ts';
import type { Mode, Tonic } from '../../../bridge/protocol/attributes.ts';

/** `Eb minor` → tonic and mode; C major for what is no key. */
export function splitKey(key: string | undefined): { tonic: Tonic; mode: Mode } {
  const [first, second] = (key ?? '').split(' ');
  return {
    tonic: tonics.find((tonic) => tonic === first) ?? 'C',
    mode: modes.find((mode) => mode === second) ?? 'major',
  };
}

/** The key as the document writes it. */
export function joinKey(tonic: Tonic, mode: Mode): string {
  return `${tonic} ${mode}`;
}

/** Modes as they are called. */
export const modeNames: Readonly<Record<Mode, string>> = {
  major: t('major'),
  minor: t('minor'),
  dorian: t('dorian'),
  phrygian: t('phrygian'),
  lydian: t('lydian'),
  mixolydian: t('mixolydian'),
  locrian: t('locrian'),
};

/** Notes as they are called: German has other names for some, and writes those of minor keys small. */
const tonicNames: Readonly<Record<Tonic, string>> = {
  C: t('C'),
  'C#': t('C♯'),
  Db: t('D♭'),
  D: t('D'),
  'D#': t('D♯'),
  Eb: t('E♭'),
  E: t('E'),
  F: t('F'),
  'F#': t('F♯'),
  Gb: t('G♭'),
  G: t('G'),
  'G#': t('G♯'),
  Ab: t('A♭'),
  A: t('A'),
  'A#': t('A♯'),
  Bb: t('B♭'),
  B: t('B'),
  Cb: t('C♭'),
};

const minorTonics: Readonly<Record<Tonic, string>> = {
  C: t({ message: 'C', comment: ['tonic of a minor key'] }),
  'C#': t({ message: 'C♯', comment: ['tonic of a minor key'] }),
  Db: t({ message: 'D♭', comment: ['tonic of a minor key'] }),
  D: t({ message: 'D', comment: ['tonic of a minor key'] }),
  'D#': t({ message: 'D♯', comment: ['tonic of a minor key'] }),
  Eb: t({ message: 'E♭', comment: ['tonic of a minor key'] }),
  E: t({ message: 'E', comment: ['tonic of a minor key'] }),
  F: t({ message: 'F', comment: ['tonic of a minor key'] }),
  'F#': t({ message: 'F♯', comment: ['tonic of a minor key'] }),
  Gb: t({ message: 'G♭', comment: ['tonic of a minor key'] }),
  G: t({ message: 'G', comment: ['tonic of a minor key'] }),
  'G#': t({ message: 'G♯', comment: ['tonic of a minor key'] }),
  Ab: t({ message: 'A♭', comment: ['tonic of a minor key'] }),
  A: t({ message: 'A', comment: ['tonic of a minor key'] }),
  'A#': t({ message: 'A♯', comment: ['tonic of a minor key'] }),
  Bb: t({ message: 'B♭', comment: ['tonic of a minor key'] }),
  B: t({ message: 'B', comment: ['tonic of a minor key'] }),
  Cb: t({ message: 'C♭', comment: ['tonic of a minor key'] }),
};

/** `Eb` → `E♭`. */
export function tonicName(tonic: Tonic): string {
  return tonicNames[tonic];
}

/** `Eb major` → `E♭ major`, `F# minor` → `F♯ minor`; what is no key as it is. */
export function shownKey(key: string): string {
  const { tonic, mode } = splitKey(key);
  if (joinKey(tonic, mode) !== key) return key;
  if (mode === 'major') return t('{0} major', tonicNames[tonic]);
  if (mode === 'minor') return t('{0} minor', minorTonics[tonic]);
  return t('{0} {1}', tonicNames[tonic], modeNames[mode]);
}
