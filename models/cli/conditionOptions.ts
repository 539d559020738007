/** The options that say what the music is made from and what it is to be like; `compose` and `brief` share them. */
import { Option } from 'commander';
import { meters, modes, registers, styles } from '../../bridge/protocol/attributes.ts';
import { parseNumber } from './parseNumber.ts';
import type { Command } from 'commander';
import type { AttributeName } from '../../bridge/protocol/attributes.ts';

/** Options as commander hands them over. Attributes are texts; models/brief reads them. */
export interface ConditionOptions extends Partial<Record<AttributeName, string>> {
  cue?: string;
  themes?: string;
  arc?: string;
  hit?: string[];
  scenes?: true;
  slides?: true;
  story?: string[];
  caption?: string[];
  alt?: string[];
  reference?: string[];
  imageWeight: number;
  storyWeight: number;
  captionWeight: number;
  referenceWeight: number;
}

/** The options of attributes: their value and what it is. */
export const attributeOptions: Readonly<Record<AttributeName, readonly [string, string]>> = {
  tempo: ['<bpm>', 'beats per minute, 30 to 260'],
  key: ['<key>', `tonic and mode, such as "D minor"; modes: ${modes.join(', ')}`],
  meter: ['<meter>', meters.join(', ')],
  bars: ['<n>', 'number of bars'],
  seconds: ['<s>', 'length with ring-out, 2 to 3600'],
  style: ['<style>', styles.join(', ')],
  valence: ['<v>', 'unpleasant −1 … 1 pleasant'],
  arousal: ['<a>', 'calm −1 … 1 excited'],
  tension: ['<t>', 'relaxed 0 … 1 tense'],
  density: ['<d>', 'sparse 0 … 1 dense'],
  brightness: ['<b>', 'dark 0 … 1 bright'],
  dynamics: ['<d>', 'soft 0 … 1 loud'],
  register: ['<r>', registers.join(', ')],
  instruments: ['<list>', 'such as "lead: oboe, pad: strings"'],
};

/** Adds the options and the images to a command. */
export function addConditionOptions(command: Command): Command {
  command
    .argument('[images...]', 'pictures: PNG, JPEG, WebP, AVIF, GIF or TIFF')
    .option('--story <text>', 'a story, or @file to read one (may be repeated)', gather)
    .option('--caption <text>', 'what the music is like, or @file (may be repeated)', gather)
    .option('--alt <text>', 'what a picture shows; once a picture, in their order', gather)
    .option(
      '--reference <file>',
      'music that it should resemble: WAV, FLAC, MP3, Ogg Vorbis or MIDI (may be repeated)',
      gather,
    )
    .option('--cue <file>', 'a *.leitmotif document to begin from; options are added to it')
    .option(
      '--themes <file>',
      'a *.themes.json: each theme sounds where the story names its owner; wins over themes of the cue',
    )
    .addOption(weightOption('image'))
    .addOption(weightOption('story'))
    .addOption(weightOption('caption'))
    .addOption(weightOption('reference'))
    .optionsGroup('Over time:')
    .option(
      '--arc <text>',
      'what happens when, such as "0:calm 20:storm 40:relief" or "0:tempo=70 20:tempo=120"',
    )
    .option(
      '--hit <text>',
      'a moment that the music meets, such as "12.4:door slams" (may be repeated)',
      gather,
    )
    .option('--scenes', 'score the story scene by scene, where its feeling turns')
    .option('--slides', 'score the pictures one after the other, as a slide show')
    .optionsGroup('Attributes (what is said here wins over everything that is read):');
  for (const [name, [value, description]] of Object.entries(attributeOptions)) {
    command.option(`--${name} ${value}`, description);
  }
  return command;
}

function weightOption(kind: string): Option {
  return new Option(`--${kind}-weight <w>`, `how much each ${kind} counts, 0 to 10`)
    .default(1)
    .argParser((text: string) => parseNumber(`--${kind}-weight`, text, { min: 0, max: 10 }));
}

function gather(text: string, texts: string[] = []): string[] {
  return [...texts, text];
}
