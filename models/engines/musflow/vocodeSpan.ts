/**
 * The sound of a span of rows. The vocoder hears 64 frames before it and 24 after; with those around it the samples are those of the
 * whole piece. Phases depend on the number of a frame alone, so a loop's end is faded into the sound that leads to its beginning.
 */
import { framesPerRow } from './networks/packShapes.ts';
import type { MelCanvas } from './latent/melCanvas.ts';
import type { RowRange } from './latent/windowPlan.ts';
import type { MusflowNetworks } from './networks/musflowNetworks.ts';
import type { PieceNotes } from './score/pieceNotes.ts';
import { emptyControl } from './score/scoreControl.ts';

/** Rows around a span that the vocoder needs: 64 frames before, 24 after. */
export const overlapAround = { before: 16, after: 6 } as const;
/** Rows over which a loop's end goes over into the lead to its beginning: 160 ms. */
const seamRows = 4;

/** Where the sound is made from. */
export interface SoundSource {
  networks: Pick<MusflowNetworks, 'sound' | 'shape'>;
  mel: MelCanvas;
  /** Absent where no score is known. */
  notes: PieceNotes | undefined;
  rows: number;
  isLoop: boolean;
  signal?: AbortSignal | undefined;
}

/** Mono samples of rows `from` … `to`. */
export async function vocodeSpan(source: SoundSource, span: RowRange): Promise<Float32Array> {
  const samples = await vocodeRows(source, span);
  const { rows, isLoop } = source;
  if (!isLoop || span.to !== rows) return samples;
  const seam = Math.min(seamRows, span.to - span.from);
  const lead = await vocodeRows(source, { from: -seam, to: 0 });
  const start = samples.length - lead.length;
  lead.forEach((value, i) => {
    const share = (i + 0.5) / lead.length;
    samples[start + i] = (1 - share) * (samples[start + i] as number) + share * value;
  });
  return samples;
}

async function vocodeRows(source: SoundSource, { from, to }: RowRange): Promise<Float32Array> {
  const { networks, mel, notes, rows, isLoop, signal } = source;
  const first = isLoop ? from - overlapAround.before : Math.max(0, from - overlapAround.before);
  const last = isLoop ? to + overlapAround.after : Math.min(rows, to + overlapAround.after);
  const count = last - first;
  const control = notes?.span(first, count) ?? emptyControl(count);
  const samples = await networks.sound.vocode(mel.span(first, count), control, first * framesPerRow, signal);
  const rowSamples = framesPerRow * networks.shape.hop;
  return samples.slice((from - first) * rowSamples, (to - first) * rowSamples);
}
