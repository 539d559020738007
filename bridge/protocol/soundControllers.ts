/**
 * Attributes of sound as MIDI controllers of a part, the same while it is played and in the take that is kept of it:
 * volume (7) for dynamics and balance, brightness (74), reverb send (91).
 */
import type { SoundValues } from './performance.ts';
import type { Role } from './roles.ts';
import type { Decibels } from './units.ts';

/** What of a part the controllers start from. */
export interface SoundPart {
  role: Role;
  /** Controllers 7 and 91 as the score has them, 0–127. */
  volume: number;
  reverb: number;
}

/** Decibels from the softest to the loudest dynamics. */
const dynamicsSpan: Decibels = 40;
/** At this balance and below a role is silent. */
const silentBalance: Decibels = -40;
/** The send of a part is the score's at this reverb. */
const neutralReverb = 0.3;

/** Gain of a role, against how it was composed: `composed` are the values with which the performance began. */
export function roleGain(role: Role, values: SoundValues, composed: SoundValues): Decibels {
  const balance = values.balance[role] ?? 0;
  if (balance <= silentBalance) return -Infinity;
  return balance + (values.dynamics - composed.dynamics) * dynamicsSpan;
}

/** Controller 74; 64 leaves the instrument as it is. */
export function brightnessController(values: SoundValues, composed: SoundValues): number {
  return limited(64 + (values.brightness - composed.brightness) * 126);
}

/** Controller 91. */
export function reverbController({ reverb }: SoundPart, values: SoundValues): number {
  const share = values.reverb / neutralReverb;
  // Above neutral the send goes to its most, whatever the part had.
  const wet =
    values.reverb <= neutralReverb
      ? reverb * share
      : reverb + (127 - reverb) * ((values.reverb - neutralReverb) / (1 - neutralReverb));
  return limited(wet);
}

/** Controller 7: amplitude goes with the square of it (General MIDI Level 1), so 40 dB are a tenth. */
export function volumeController(
  { role, volume }: SoundPart,
  values: SoundValues,
  composed: SoundValues,
): number {
  return limited(volume * 10 ** (roleGain(role, values, composed) / 40));
}

/** All three. */
export function soundControllers(
  part: SoundPart,
  values: SoundValues,
  composed: SoundValues,
): { controller: number; value: number }[] {
  return [
    { controller: 7, value: volumeController(part, values, composed) },
    { controller: 74, value: brightnessController(values, composed) },
    { controller: 91, value: reverbController(part, values) },
  ];
}

function limited(value: number): number {
  return Math.round(Math.min(127, Math.max(0, value)));
}
