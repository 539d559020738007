/** A sheet of spectrograms: what was asked for beside what was made of it, on the same axes. */
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { clipRate } from '../../dataset/clipShape.ts';
import { paper } from '../pictures/palette.ts';
import { spectrogram } from '../pictures/spectrogram.ts';

/** A pair of a sheet: mono at 32 kHz, both. */
export interface SheetRow {
  title: string;
  asked: Float32Array;
  made: Float32Array;
}

const cell = { width: 1000, height: 225 } as const;

/** Writes the sheet as PNG, a row for each pair. */
export async function writeClipSheet(rows: readonly SheetRow[], path: string): Promise<void> {
  const pictures = await Promise.all(
    rows.flatMap(({ title, asked, made }, row) =>
      [asked, made].map(async (samples, column) => {
        const name = column === 0 ? `asked: ${title}` : 'made';
        const drawn = await spectrogram({ channels: [samples], sampleRate: clipRate, bits: 32 }, name);
        const input = await sharp(drawn).resize(cell.width, cell.height).png().toBuffer();
        return { input, left: column * cell.width, top: row * cell.height };
      }),
    ),
  );
  const [width, height] = [2 * cell.width, rows.length * cell.height];
  const sheet = await sharp({ create: { width, height, channels: 3, background: paper.background } })
    .composite(pictures)
    .png()
    .toBuffer();
  const small = await sharp(sheet).png({ palette: true, colours: 96, dither: 0, effort: 10 }).toBuffer();
  await writeFile(path, small);
}
