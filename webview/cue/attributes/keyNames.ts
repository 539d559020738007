/** Keys as the document writes them, taken apart and put together. */
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

/** `Eb` → `E♭`, `F# minor` → `F♯ minor`. */
export function shownKey(key: string): string {
  return key.replace(/^([A-G])b/, '$1♭').replace(/^([A-G])#/, '$1♯');
}
