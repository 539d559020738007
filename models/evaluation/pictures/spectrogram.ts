/**
 * Draws a sound as a spectrogram: time to the right, frequency upwards on a logarithmic axis (constant-Q-like: every
 * octave is as high as the next), level as colour.
 *
 * The pixels come from power spectra (`stftPower`), interpolated between bins where the axis is finer than they are, and
 * averaged where it is coarser.
 */
import sharp from 'sharp';
import { stftPower } from '../../audio/spectrum.ts';
import { inferno } from './inferno.ts';
import { paper } from './palette.ts';
import { drawing, element, label, line } from './svg.ts';
import type { Hertz, Seconds } from '../../../bridge/protocol/units.ts';
import type { Sound } from '../../audio/readWav.ts';

/** Side margins are those of the piano roll, so that it can stand above. */
const size = { width: 1600, height: 360 };
const frame = { left: 74, top: 34, right: size.width - 96, bottom: size.height - 36 };
const plot = { width: frame.right - frame.left, height: frame.bottom - frame.top };
const band = { low: 40, high: 16_000 } as const;
/** Levels that black and white stand for, in decibels of full scale. */
const levels = { floor: -100, top: -20 } as const;
/** 5 Hz a bin at 44.1 kHz: tells the notes of the bass apart. */
const windowFrames = 8192;

/** Draws a spectrogram as PNG. */
export async function spectrogram(sound: Sound, title: string): Promise<Buffer> {
  const mono = mixDown(sound);
  const pixels = await sharp(paint(mono, sound.sampleRate), {
    raw: { width: plot.width, height: plot.height, channels: 3 },
  })
    .png()
    .toBuffer();
  const axes = Buffer.from(drawAxes(mono.length / sound.sampleRate, title));
  return sharp(axes)
    .composite([{ input: pixels, left: frame.left, top: frame.top }])
    .png()
    .toBuffer();
}

function mixDown({ channels }: Sound): Float32Array {
  const [first = new Float32Array(0)] = channels;
  return first.map((_, i) => channels.reduce((sum, channel) => sum + (channel[i] ?? 0), 0) / channels.length);
}

/** RGB pixels, the highest frequency first. */
function paint(samples: Float32Array, sampleRate: Hertz): Buffer {
  const hop = Math.max(1, Math.round(samples.length / plot.width));
  const frames = stftPower(centred(samples), { size: windowFrames, hop });
  const pixels = Buffer.alloc(plot.width * plot.height * 3);
  const edges = Array.from(
    { length: plot.height + 1 },
    (_, row) => (frequencyAt(row / plot.height) * windowFrames) / sampleRate,
  );
  for (let x = 0; x < plot.width; x++) {
    const spectrum = frames[Math.min(frames.length - 1, x)] ?? new Float32Array(0);
    for (let y = 0; y < plot.height; y++) {
      const power = powerBetween(spectrum, edges[y + 1] ?? 0, edges[y] ?? 0);
      const level = (10 * Math.log10(power + 1e-12) - levels.floor) / (levels.top - levels.floor);
      pixels.set(inferno(level), (y * plot.width + x) * 3);
    }
  }
  return pixels;
}

/** Half a window of silence before and after, so that a spectrum stands at the middle of its window. */
function centred(samples: Float32Array): Float32Array {
  const padded = new Float32Array(samples.length + windowFrames);
  padded.set(samples, windowFrames / 2);
  return padded;
}

/** Frequency at a height, 0 the top. */
function frequencyAt(fromTop: number): Hertz {
  return band.high * (band.low / band.high) ** fromTop;
}

/** Greatest power between two places among the bins; between two bins where there is none. */
function powerBetween(spectrum: Float32Array, low: number, high: number): number {
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  if (last >= first)
    return spectrum.subarray(first, last + 1).reduce((most, value) => Math.max(most, value), 0);
  const below = spectrum[first - 1] ?? 0;
  const above = spectrum[first] ?? 0;
  return below + (above - below) * ((low + high) / 2 - (first - 1));
}

function drawAxes(seconds: Seconds, title: string): string {
  return drawing(size.width, size.height, paper.background, [
    label(title, frame.left, 22, { 'font-size': 15, fill: paper.faint }),
    ...frequencyMarks(),
    ...timeMarks(seconds),
    ...colourBar(),
  ]);
}

function frequencyMarks(): string[] {
  return [50, 100, 200, 500, 1000, 2000, 5000, 10_000].map((hertz) => {
    const y = frame.top + (plot.height * Math.log(band.high / hertz)) / Math.log(band.high / band.low);
    const text = hertz < 1000 ? `${hertz} Hz` : `${hertz / 1000} kHz`;
    const mark = line([frame.left - 6, y], [frame.left, y], paper.sectionRule, 1);
    return (
      mark +
      label(text, frame.left - 10, y + 4.5, { 'font-size': 13, 'text-anchor': 'end', fill: paper.faint })
    );
  });
}

function timeMarks(seconds: Seconds): string[] {
  const step = [1, 2, 5, 10, 20, 60].find((value) => seconds / value <= 16) ?? 120;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => {
    const x = frame.left + (plot.width * i * step) / seconds;
    const mark = line([x, frame.bottom], [x, frame.bottom + 6], paper.sectionRule, 1);
    const style = { 'font-size': 13, 'text-anchor': 'middle', fill: paper.faint };
    return mark + label(`${i * step} s`, x, frame.bottom + 22, style);
  });
}

function colourBar(): string[] {
  const steps = 64;
  const [x, height] = [frame.right + 18, plot.height / steps];
  const cells = Array.from({ length: steps }, (_, i) => {
    const [red, green, blue] = inferno(1 - i / (steps - 1));
    const y = frame.top + i * height;
    return element('rect', { x, y, width: 14, height: height + 0.5, fill: `rgb(${red},${green},${blue})` });
  });
  const marks = [levels.top, -40, -60, -80, levels.floor].map((level) => {
    const y = frame.top + (plot.height * (levels.top - level)) / (levels.top - levels.floor);
    return label(`${level} dB`.replace('-', '−'), x + 19, y + 4.5, { 'font-size': 12, fill: paper.faint });
  });
  return [...cells, ...marks];
}
