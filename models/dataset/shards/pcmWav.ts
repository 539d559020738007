/** A mono WAV file of 16 bit in memory (RIFF, Microsoft and IBM 1991): the form in which clips lie in shards. */
import type { Hertz } from '../../../bridge/protocol/units.ts';

const headerBytes = 44;
const fullScale = 32_768;

/** The bytes of the file. Samples beyond full scale are held there; what is no number becomes 0. */
export function encodeMonoWav(samples: Float32Array, sampleRate: Hertz): Buffer {
  const bytes = Buffer.alloc(headerBytes + 2 * samples.length);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(2 * sampleRate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (let i = 0; i < samples.length; i++)
    bytes.writeInt16LE(toInteger(samples[i] ?? 0), headerBytes + 2 * i);
  return bytes;
}

function toInteger(sample: number): number {
  if (Number.isNaN(sample)) return 0;
  return Math.max(-fullScale, Math.min(fullScale - 1, Math.round(sample * fullScale)));
}
