/** Names of pitches. */
import type { MidiNote } from '../../../bridge/protocol/units.ts';

const names = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'];

/** `60` → `C4`. Without a key there is no spelling; these are the usual ones. */
export function pitchName(pitch: MidiNote): string {
  return `${names[((pitch % 12) + 12) % 12] ?? ''}${Math.floor(pitch / 12) - 1}`;
}

/** Whether the key of a piano is black. */
export function isBlackKey(pitch: MidiNote): boolean {
  return [1, 3, 6, 8, 10].includes(((pitch % 12) + 12) % 12);
}
