/** The classes that the networks hear drums in: General MIDI percussion keys, as models/training/musflow/control.py has them. */

const keysOfClass: readonly (readonly number[])[] = [
  [35, 36], // kick
  [38, 40], // snare
  [37, 39], // stick and clap
  [42], // closed hi-hat
  [44], // pedal hi-hat
  [46], // open hi-hat
  [41, 43, 45], // low toms
  [47, 48, 50], // high toms
  [49, 52, 55, 57], // crash
  [51, 53, 59], // ride
  [], // small percussion: whatever is in no other class
  [60, 61, 62, 63, 64, 65, 66], // hand drums
];
const smallPercussion = 10;
const classOfKey = new Map(keysOfClass.flatMap((keys, index) => keys.map((key) => [key, index] as const)));

/** Number of classes. */
export const drumClasses = keysOfClass.length;

/** The class, 0…11, of a General MIDI percussion key. */
export function drumClass(key: number): number {
  return classOfKey.get(key) ?? smallPercussion;
}
