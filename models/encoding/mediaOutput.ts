/** What FLAC and MP3 have in common: mediabunny's encoders do the work in threads of their own. */
import { AudioSample, AudioSampleSource, Output } from 'mediabunny';
import { interleaved } from './wavFrames.ts';
import type { AudioEncodingConfig, MetadataTags, OutputOptions } from 'mediabunny';
import type { EncodeJob } from './encodeSound.ts';

/** Encodes all frames into an output. */
export async function encodeMedia(
  { frames, step }: Pick<EncodeJob, 'frames' | 'step'>,
  options: OutputOptions,
  encoding: AudioEncodingConfig,
  tags: MetadataTags = {},
): Promise<void> {
  const output = new Output(options);
  const source = new AudioSampleSource(encoding);
  output.addAudioTrack(source);
  output.setMetadataTags(tags);
  try {
    await output.start();
    for await (const block of frames.blocks()) {
      const sample = new AudioSample({
        data: interleaved(block),
        format: 's32',
        numberOfChannels: 2,
        sampleRate: frames.sampleRate,
        timestamp: block.from / frames.sampleRate,
      });
      await source.add(sample);
      sample.close();
      await step(block);
    }
    source.close();
    await output.finalize();
  } catch (error) {
    // Ends the encoder's thread and closes the file.
    await output.cancel().catch(() => undefined);
    throw error;
  }
}
