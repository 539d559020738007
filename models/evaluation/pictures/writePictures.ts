/** Makes the pictures of the README: piano rolls and spectrograms of five different cues, from their takes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { readWav } from '../../audio/readWav.ts';
import { composeScore } from '../../engines/score/composeScore.ts';
import { findInstallation } from '../../takes/installation.ts';
import { Stack } from '../../takes/stack.ts';
import { absoluteFiles } from '../../takes/take.ts';
import { conditionsFolder } from '../sampleConditions.ts';
import { briefStrip } from './briefStrip.ts';
import { paper } from './palette.ts';
import { pianoRoll } from './pianoRoll.ts';
import { spectrogram } from './spectrogram.ts';
import { cueSchema, cueVersion } from '../../../bridge/protocol/cue.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { Score } from '../../../bridge/protocol/score.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';
import type { Take } from '../../takes/take.ts';
import type { RollTexts } from './pianoRoll.ts';

interface PicturedCue {
  /** File name without ending. */
  name: string;
  title: string;
  seed: number;
  cue: Cue;
}

const picture = (name: string): unknown => ({ kind: 'image', id: 'picture', path: `pictures/${name}.jpg` });
const story = (name: string): unknown => ({ kind: 'story', id: 'story', path: `stories/${name}.md` });
const caption = (text: string): unknown => ({ kind: 'caption', id: 'caption', text });

function pictured(name: string, title: string, seed: number, ...conditions: unknown[]): PicturedCue {
  const cue = { leitmotif: cueVersion, title, conditions, attributes: { seconds: 40 } };
  return { name, title, seed, cue: cueSchema.parse(cue) };
}

/** Five cues as different as can be: what they are made from and how they sound. */
function picturedCues(): PicturedCue[] {
  return [
    pictured(
      'harbour',
      'A harbour at dusk: picture and story',
      7,
      picture('harbour-at-dusk'),
      story('harbour-at-dusk'),
    ),
    pictured('battlefield', 'A battlefield on fire: picture', 5, picture('battlefield-fire')),
    pictured(
      'cathedral',
      'In a cathedral: picture, story and a caption',
      3,
      picture('cathedral-interior'),
      story('cathedral-interior'),
      caption('a slow choir, D minor, 66 BPM'),
    ),
    pictured('neonCity', 'A neon city at night: story', 11, story('neon-city-at-night')),
    pictured(
      'waltz',
      'Caption: “a slow, tender piano waltz in F major at 84 BPM”',
      2,
      caption('a slow, tender piano waltz in F major at 84 BPM'),
    ),
  ];
}

/** Composes the cues and writes a piano roll and a spectrogram of each into `media/screenshots`. */
export async function writePictures(root: string): Promise<void> {
  const folder = join(root, 'media/screenshots');
  mkdirSync(folder, { recursive: true });
  const out = mkdtempSync(join(tmpdir(), 'leitmotif-pictures-'));
  const studio = new Stack(findInstallation());
  try {
    for (const { name, title, seed, cue } of picturedCues()) {
      const [take] = await studio.compose({
        ...{ cue, seed, out, folder: conditionsFolder(root), count: 1 },
        ...{ stems: false, sampleRate: 44_100 },
      });
      if (take === undefined) continue;
      const source = cue.conditions.find((condition) => condition.kind === 'image');
      const seen = source === undefined ? undefined : join(conditionsFolder(root), source.path);
      await drawTake(take, title, seen, join(folder, name));
    }
  } finally {
    await studio.close();
    rmSync(out, { recursive: true, force: true });
  }
}

/** Picture and brief on top, the piano roll, and the spectrogram below it on the same axis of time. */
async function drawTake(take: Take, title: string, source: string | undefined, path: string): Promise<void> {
  const texts: RollTexts = { title, subtitle: summary(take.recipe) };
  const roll = await sharp(Buffer.from(pianoRoll(scoreOf(take.recipe), texts)))
    .png()
    .toBuffer();
  const below = await spectrogram(readWav(absoluteFiles(take).mix), 'Spectrogram of the mix');
  const { width } = await sharp(roll).metadata();
  const head = await briefStrip(take.recipe.brief.description, width, source);
  const stacked = await stack([head, roll, below], width);
  // Few colours and no dithering: a picture of the README is to be small.
  const small = await sharp(stacked).png({ palette: true, colours: 96, dither: 0, effort: 10 }).toBuffer();
  writeFileSync(`${path}.png`, small);
}

/** Pictures under each other. */
async function stack(pictures: readonly Buffer[], width: number): Promise<Buffer> {
  const heights = await Promise.all(pictures.map(async (each) => (await sharp(each).metadata()).height));
  const height = heights.reduce((sum, each) => sum + each, 0);
  const placed = pictures.map((input, i) => ({
    input,
    left: 0,
    top: heights.slice(0, i).reduce((sum, each) => sum + each, 0),
  }));
  const sheet = sharp({ create: { width, height, channels: 3, background: paper.background } });
  return sheet.composite(placed).png().toBuffer();
}

/** The score of a take, composed again from its recipe: the same one, by the engine's promise. */
function scoreOf({ brief, seed, seeds }: Recipe): Score {
  return composeScore({ brief, seed, seeds }).score;
}

function summary({ brief, measured, seed }: Recipe): string {
  const { key, tempo, meter, style } = brief.attributes;
  const bpm = Math.round(tempo.value * 10) / 10;
  const loudness = measured.loudness.toFixed(1).replace('-', '−');
  return `${style.value}, ${key.value}, ${bpm} BPM, ${meter.value}, ${measured.seconds.toFixed(1)} s, ${loudness} LUFS, seed ${seed}`;
}
