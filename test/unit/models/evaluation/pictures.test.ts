import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { composeScore } from '../../../../models/engines/score/composeScore.ts';
import { explicitBrief } from '../../../../models/evaluation/explicitBrief.ts';
import { markdownTable, percent } from '../../../../models/evaluation/markdownTable.ts';
import { inferno } from '../../../../models/evaluation/pictures/inferno.ts';
import { pianoRoll } from '../../../../models/evaluation/pictures/pianoRoll.ts';
import { spectrogram } from '../../../../models/evaluation/pictures/spectrogram.ts';
import { label } from '../../../../models/evaluation/pictures/svg.ts';

describe('pianoRoll', () => {
  const { score } = composeScore({ brief: explicitBrief('electronic', { bars: 16, density: 1 }), seed: 1 });
  const svg = pianoRoll(score, { title: 'A & <B>', subtitle: 'none' });

  it('draws every note, stroke, section and part', () => {
    const marks = [...svg.matchAll(/<rect[^>]*opacity="[01](\.\d+)?"[^>]*\/>|<circle/g)];
    const notes = score.parts.reduce((sum, part) => sum + part.notes.length, 0);
    expect(marks.length).toBeGreaterThanOrEqual(notes);
    for (const section of score.sections) expect(svg).toContain(`>${section.label}<`);
    for (const part of score.parts) expect(svg).toContain(part.name);
  });

  it('is a picture that can be drawn, whatever the title', async () => {
    const { width, height } = await sharp(Buffer.from(svg)).metadata();
    expect([width, height]).toEqual([1600, 700]);
    expect(label('A & <B>', 0, 0)).toContain('A &amp; &lt;B&gt;');
  });
});

describe('spectrogram', () => {
  it('shows a tone at its frequency', async () => {
    const sampleRate = 44_100;
    const tone = Float32Array.from(
      { length: sampleRate },
      (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / sampleRate),
    );
    const picture = await spectrogram({ sampleRate, channels: [tone, tone], bits: 24 }, 'tone');
    const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const middle = Math.floor(info.width / 2);
    const levels = Array.from({ length: 280 }, (_, row) => data[((40 + row) * info.width + middle) * 3] ?? 0);
    const brightest = 40 + levels.indexOf(Math.max(...levels));
    // The axis runs from 16 kHz at y = 34 down to 40 Hz at y = 324, an octave as high as the next.
    const expected = 34 + (290 * Math.log(16_000 / 1000)) / Math.log(16_000 / 40);
    expect(Math.abs(brightest - expected)).toBeLessThan(4);
  });
});

describe('inferno', () => {
  it('is dark at 0, light at 1, and holds what is beyond', () => {
    expect(inferno(0)).toEqual([0, 0, 4]);
    expect(inferno(1)).toEqual([252, 255, 164]);
    expect(inferno(-1)).toEqual(inferno(0));
    expect(inferno(2)).toEqual(inferno(1));
  });
});

describe('markdownTable', () => {
  it('stands numbers right and writes them short', () => {
    const table = markdownTable(
      ['a', 'b'],
      [
        ['x', 1.234],
        ['y', Number.NaN],
      ],
    );
    expect(table).toBe('| a | b |\n| --- | ---: |\n| x | 1.23 |\n| y | – |');
    expect(percent(0.125)).toBe('13 %');
  });
});
