/** The networks behind the latent: its spectrogram, the sound of a spectrogram, and where a spectrogram lies in the space of music. */
import { finiteValues } from './finiteValues.ts';
import { framesPerRow } from './packShapes.ts';
import { tonalOfRoles } from '../score/scoreControl.ts';
import type { AbortSignalLike } from '../../../../bridge/protocol/errors.ts';
import type { InferenceSession } from '../../../runtime/inferenceSession.ts';
import type { Latent } from '../latent/latent.ts';
import type { ScoreControl } from '../score/scoreControl.ts';
import type { MusflowShape } from './packShapes.ts';

/** Runs decoder, vocoder and audio tower. */
export class SoundNetworks {
  readonly #sessions: Record<'decoder' | 'vocoder' | 'tower', InferenceSession>;
  readonly #shape: MusflowShape;

  constructor(sessions: Record<'decoder' | 'vocoder' | 'tower', InferenceSession>, shape: MusflowShape) {
    this.#sessions = sessions;
    this.#shape = shape;
  }

  /** Latent → log-mel spectrogram, [rows · 4, mels] in nat. */
  async decode({ data, channels, rows, bands }: Latent, signal?: AbortSignalLike): Promise<Float32Array> {
    const latent = { type: 'float32', data, shape: [1, channels, rows, bands] } as const;
    const { mel } = await this.#sessions.decoder.run({ latent }, ['mel'], { signal });
    return finiteValues(mel.data, 'the decoder');
  }

  /** Log-mel spectrogram and score of the same rows → mono samples. `first` is the number of the first frame in the piece. */
  async vocode(
    mel: Float32Array,
    control: ScoreControl,
    first: number,
    signal?: AbortSignalLike,
  ): Promise<Float32Array> {
    const { rows, drums } = control;
    const tonal = tonalOfRoles(control);
    const tensor = (
      data: Float32Array,
      shape: number[],
    ): { type: 'float32'; data: Float32Array; shape: number[] } => ({ type: 'float32', data, shape });
    const { samples } = await this.#sessions.vocoder.run(
      {
        mel: tensor(mel, [1, 1, rows * framesPerRow, this.#shape.mels]),
        tonal: tensor(tonal, [1, rows, tonal.length / rows]),
        drums: tensor(drums, [1, rows, drums.length / rows]),
        first: tensor(Float32Array.of(first), [1]),
      },
      ['samples'],
      { signal },
    );
    return finiteValues(samples.data, 'the vocoder');
  }

  /** Where a window's spectrogram, [1024, mels], lies in the space of music: 512 numbers of unit length. */
  async hear(mel: Float32Array, signal?: AbortSignalLike): Promise<Float32Array> {
    const { mels, text } = this.#shape;
    const { music } = await this.#sessions.tower.run(
      {
        mel: { type: 'float32', data: mel, shape: [1, 1, mel.length / mels, mels] },
        text: { type: 'float32', data: new Float32Array(text), shape: [1, text] },
      },
      ['music'],
      { signal },
    );
    return finiteValues(music.data, 'the audio tower');
  }
}
