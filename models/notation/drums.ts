/**
 * Drum kits on a staff: the General MIDI percussion key map (General MIDI Level 1, appendix) with the places that
 * drummers read (Weinberg, *Guide to Standardized Drumset Notation*, 1998; General MIDI's other sounds as common programs
 * place them).
 */
import type { MidiNote } from '../../bridge/protocol/units.ts';

/** How a key of a kit is written. */
export interface Drum {
  name: string;
  step: string;
  octave: number;
  /** Cymbals have a cross. */
  head?: 'x';
}

const keys: Readonly<Record<MidiNote, readonly [name: string, place: string, head?: 'x']>> = {
  35: ['Acoustic bass drum', 'E4'],
  36: ['Bass drum', 'F4'],
  37: ['Side stick', 'C5', 'x'],
  38: ['Snare drum', 'C5'],
  39: ['Hand clap', 'C5', 'x'],
  40: ['Electric snare', 'C5'],
  41: ['Low floor tom', 'G4'],
  42: ['Closed hi-hat', 'G5', 'x'],
  43: ['High floor tom', 'A4'],
  44: ['Pedal hi-hat', 'D4', 'x'],
  45: ['Low tom', 'B4'],
  46: ['Open hi-hat', 'G5', 'x'],
  47: ['Low-mid tom', 'D5'],
  48: ['High-mid tom', 'D5'],
  49: ['Crash cymbal', 'A5', 'x'],
  50: ['High tom', 'E5'],
  51: ['Ride cymbal', 'F5', 'x'],
  52: ['China cymbal', 'B5', 'x'],
  53: ['Ride bell', 'F5', 'x'],
  54: ['Tambourine', 'E5', 'x'],
  55: ['Splash cymbal', 'B5', 'x'],
  56: ['Cowbell', 'E5', 'x'],
  57: ['Crash cymbal 2', 'A5', 'x'],
  59: ['Ride cymbal 2', 'F5', 'x'],
  69: ['Cabasa', 'E5', 'x'],
  70: ['Maracas', 'B4', 'x'],
  81: ['Open triangle', 'A5', 'x'],
};

/** The orchestral kit (GS 48) has other drums on some keys. */
const orchestralKeys: typeof keys = {
  35: ['Concert bass drum', 'E4'],
  36: ['Concert bass drum', 'F4'],
  38: ['Concert snare drum', 'C5'],
  57: ['Concert cymbal', 'A5', 'x'],
  59: ['Concert cymbal', 'A5', 'x'],
};

/** How a key is written; one that we have no place for is named by its number, in the middle of the staff. */
export function drumOf(key: MidiNote, isOrchestral: boolean): Drum {
  const [name, place, head] = (isOrchestral ? orchestralKeys[key] : undefined) ??
    keys[key] ?? [`Percussion ${String(key)}`, 'B4', 'x'];
  return {
    name,
    step: place.charAt(0),
    octave: Number(place.charAt(1)),
    ...(head === undefined ? {} : { head }),
  };
}
