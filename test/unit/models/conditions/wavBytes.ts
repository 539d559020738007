/** WAV files of any shape, as other programs write them. */

/** What the file is to be. */
export interface WavShape {
  /** Hz. */
  sampleRate: number;
  channels: number;
  frames: number;
  /** 1 is PCM of 16 bit; others only change the header. */
  tag?: number;
  /** Bytes that the data chunk claims, where that is not what it has. */
  claimed?: number;
}

/** The bytes of a WAV file of 16 bit; `value` is given the frame and the channel and answers −1…1. */
export function wavBytes(shape: WavShape, value: (frame: number, channel: number) => number): Buffer {
  const { sampleRate, channels, frames, tag = 1 } = shape;
  const size = frames * channels * 2;
  const bytes = Buffer.alloc(44 + size);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + size, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(tag, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * channels * 2, 28);
  bytes.writeUInt16LE(channels * 2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(shape.claimed ?? size, 40);
  for (let i = 0; i < frames * channels; i++) {
    const sample = value(Math.floor(i / channels), i % channels);
    bytes.writeInt16LE(Math.round(32_767 * Math.max(-1, Math.min(1, sample))), 44 + 2 * i);
  }
  return bytes;
}
