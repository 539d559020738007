/** The 68 bytes before the sound in the WAV files that we write. */

/** What a WAV file of ours holds: interleaved stereo. */
export interface WavFormat {
  /** Hz. */
  sampleRate: number;
  /** 24 is integer, 32 is float. */
  bits: 24 | 32;
}

/** Bytes before the first sample. */
export const wavHeaderBytes = 68;

const channels = 2;
const extensible = 0xfffe;
/** KSDATAFORMAT_SUBTYPE_PCM and …_IEEE_FLOAT without their first two bytes, which are the plain format tag. */
const subtypeRest = Buffer.from('000000001000800000aa00389b71', 'hex');

/** The header of a file of `frames` frames: RIFF, WAVE, an extensible format of 40 bytes, data. */
export function wavHeader({ sampleRate, bits }: WavFormat, frames: number): Buffer {
  const header = Buffer.alloc(wavHeaderBytes);
  const frameBytes = (channels * bits) / 8;
  const dataBytes = frames * frameBytes;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(wavHeaderBytes - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(40, 16);
  header.writeUInt16LE(extensible, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(bits, 34);
  header.writeUInt16LE(22, 36);
  header.writeUInt16LE(bits, 38);
  // Front left and front right.
  header.writeUInt32LE(0b11, 40);
  header.writeUInt16LE(bits === 24 ? 1 : 3, 44);
  subtypeRest.copy(header, 46);
  header.write('data', 60, 'latin1');
  header.writeUInt32LE(dataBytes, 64);
  return header;
}
