import type { BasicSoundBank } from 'spessasynth_core';

/** The fields of a sample that hold its sound twice: as it is stored, and decoded. */
interface DecodedSample {
  compressedData?: Uint8Array;
  audioData?: Float32Array | undefined;
}

/**
 * Forgets the decoded sound of every sample when together they take more than `mostBytes`. The library decodes a sample when
 * it is first played and keeps it for good; a worker that lives for many takes would end up with all of them (10 × the file).
 */
export function forgetSamples(bank: BasicSoundBank, mostBytes: number): void {
  // `audioData` is protected and there is no method for this; the library decodes again whenever it is undefined.
  const samples = bank.samples as unknown as DecodedSample[];
  const bytes = samples.reduce((sum, sample) => sum + (sample.audioData?.byteLength ?? 0), 0);
  if (bytes <= mostBytes) return;
  for (const sample of samples) {
    if (sample.compressedData !== undefined) sample.audioData = undefined;
  }
}
