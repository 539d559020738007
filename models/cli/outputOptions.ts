/** The options that say how a take is made, how it is shown and how hard the machine may work. */
import { Option } from 'commander';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { providerChoices } from '../runtime/providers/providerNames.ts';
import { parseNumber } from './parseNumber.ts';
import type { Command } from 'commander';
import type { ProviderChoice } from '../runtime/providers/providerNames.ts';

/** How results are shown. */
export interface OutputOptions {
  json?: true;
  quiet?: true;
}

/** How takes are made. */
export interface TakeOptions {
  /** Whether the score is written as MusicXML too. */
  musicxml?: true;
  out: string;
  seed?: number;
  takes: number;
  /** Where the engine has them unless told. */
  stems?: boolean;
  sampleRate: SampleRate;
}

/** How hard the machine may work. */
export interface WorkOptions {
  workers?: number;
  provider?: ProviderChoice;
}

/** Sample rates that takes are written in. */
export type SampleRate = 44_100 | 48_000;

/** Adds `--json` and `--quiet`. */
export function addOutputOptions(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--json', 'print one JSON object on standard output and nothing else there')
    .option('--quiet', 'no progress, and only the take folders on standard output');
}

/** Adds `--workers` and `--provider`. */
export function addWorkOptions(command: Command): Command {
  return command
    .optionsGroup('Work:')
    .option('--workers <n>', 'threads that render (default: one a core)', (text) =>
      parseNumber('--workers', text, { min: 1, max: 64, integer: true }),
    )
    .addOption(
      new Option(
        '--provider <name>',
        'what packs run on; auto measures each pack once a machine and takes the fastest',
      )
        .choices(providerChoices)
        .default('cpu'),
    );
}

/** Adds `--out`, `--seed`, `--takes`, `--stems` and `--sample-rate`. */
export function addTakeOptions(command: Command): Command {
  return command
    .optionsGroup('Takes:')
    .option('--out <folder>', 'where the take folders go; nothing there is overwritten', 'takes')
    .option(
      '--seed <n>',
      'a number from 0 to 4294967295; the same gives the same take (default: random)',
      (text) => parseNumber('--seed', text, { min: 0, max: 0xffff_ffff, integer: true }),
    )
    .addOption(
      new Option('--takes <n>', 'how many takes, with the seeds that follow')
        .default(1)
        .argParser((text: string) => parseNumber('--takes', text, { min: 1, max: 100, integer: true })),
    )
    .option('--stems', 'write a WAV for every role, which add up to the mix (default, but not of musflow)')
    .option('--no-stems', 'write the mix only')
    .option('--musicxml', 'write the score as score.musicxml too, for MuseScore and other notation programs')
    .addOption(
      new Option('--sample-rate <hz>', '44100 or 48000')
        .default(44_100)
        .argParser((text: string) => parseSampleRate(text)),
    );
}

/** @throws LeitmotifError `usage` */
export function parseSampleRate(text: string): SampleRate {
  const rate = Number(text);
  if (rate === 44_100 || rate === 48_000) return rate;
  throw new LeitmotifError('usage', {
    what: '--sample-rate is 44100 or 48000',
    subject: `--sample-rate ${text}`,
    next: 'Give one of the two',
  });
}
