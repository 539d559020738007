/** Names of pitches. */
import { tonicName } from '../attributes/keyNames.ts';
import type { MidiNote } from '../../../bridge/protocol/units.ts';

const names = (['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'] as const).map(tonicName);

/** `60` → `C4`. Without a key there is no spelling; these are the usual ones. */
export function pitchName(pitch: MidiNote): string {
  return `${names[((pitch % 12) + 12) % 12] ?? ''}${Math.floor(pitch / 12) - 1}`;
}

/** Whether the key of a piano is black. */
export function isBlackKey(pitch: MidiNote): boolean {
  return [1, 3, 6, 8, 10].includes(((pitch % 12) + 12) % 12);
}
