/** `leitmotif dataset build | review | stats`: sets for training, from our own music or from a person's folders. */
import { availableParallelism } from 'node:os';
import { LeitmotifError, exitCodes } from '../../bridge/protocol/errors.ts';
import { buildText, reviewText, statsText } from './datasetText.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import { addOutputOptions, addWorkOptions } from './outputOptions.ts';
import { parseNumber } from './parseNumber.ts';
import { withStack } from './withStack.ts';
import type { Command } from 'commander';
import type { BuildReport } from '../dataset/buildOptions.ts';
import type { WorkShare } from '../dataset/own/planClips.ts';
import type { CommandContext } from './commandLine.ts';
import type { OutputOptions, WorkOptions } from './outputOptions.ts';

/** Options of `build` as commander hands them over. */
export interface DatasetBuildOptions extends OutputOptions, WorkOptions {
  own?: true;
  clips: number;
  images?: string;
  music?: string;
  imageLicence?: string;
  musicLicence?: string;
  storyThreshold?: number;
  musicThreshold?: number;
  seed: number;
  shard: WorkShare;
  perShard: number;
  name?: string;
  out: string;
}

/** Options of `review` as commander hands them over. */
export interface DatasetReviewOptions {
  below?: number;
  most: number;
  json?: true;
}

/** Adds `dataset` and its three commands. */
export function addDataset(program: Command, context: CommandContext, finish: (code: number) => void): void {
  const dataset = program
    .command('dataset')
    .description('Build, review and count sets of image, story, caption and music for training.')
    .addHelpText('after', `${examples.dataset}${exitCodeHelp}`);
  addBuild(dataset).action(async (options: DatasetBuildOptions) => {
    finish(await buildCommand(options, context));
  });
  addReview(dataset).action(async (folder: string, options: DatasetReviewOptions) => {
    const { reviewDataset } = await import('../dataset/reviewDataset.ts');
    const report = await reviewDataset(folder, options);
    context.terminal.out(options.json === true ? json(report) : reviewText(report));
    finish(exitCodes.ok);
  });
  dataset
    .command('stats <folder>')
    .description('Count a set: samples, hours, splits, attributes, licences, what was skipped.')
    .option('--json', 'print one JSON object on standard output and nothing else there')
    .addHelpText('after', `${examples.dataset}${exitCodeHelp}`)
    .action(async (folder: string, options: { json?: true }) => {
      const { datasetStats } = await import('../dataset/datasetStats.ts');
      const stats = await datasetStats(folder);
      context.terminal.out(options.json === true ? json(stats) : statsText(stats));
      finish(exitCodes.ok);
    });
}

function addBuild(dataset: Command): Command {
  const command = dataset
    .command('build')
    .description('Write shards (WebDataset tar); an interrupted build goes on where it was.')
    .optionsGroup('Our own set:')
    .option('--own', 'music by the score engine, words from the scene knowledge')
    .option('--clips <n>', 'clips of the whole set', whole('--clips', 1, 10_000_000), 1000)
    .optionsGroup('A set of your folders:')
    .option('--images <folder>', 'pictures; each gets stories and captions')
    .option('--music <folder>', 'recordings; the clip that is most alike to a caption is taken')
    .option(
      '--image-licence <text>',
      'licence of the pictures (default: their LICENCE or licence.json, else unknown)',
    )
    .option('--music-licence <text>', 'licence of the recordings (likewise)')
    .option('--story-threshold <n>', 'least relevance of a story for its picture', share('--story-threshold'))
    .option('--music-threshold <n>', 'least likeness of a clip and its caption', share('--music-threshold'))
    .optionsGroup('Shards:')
    .option('--out <folder>', 'where shards and the state of the build go', 'dataset')
    .option('--name <name>', 'name of the set (default: own, or folders)')
    .option('--seed <n>', 'the same seed gives the same set', whole('--seed', 0, 0xffff_ffff), 1)
    .option('--shard <i/n>', 'the i-th of n shares of the work, to be done on any machine', parseShare, {
      index: 1,
      of: 1,
    })
    .option(
      '--per-shard <n>',
      'most samples of a shard; 256 are 180 MB',
      whole('--per-shard', 1, 100_000),
      256,
    );
  return addOutputOptions(addWorkOptions(command)).addHelpText('after', `${examples.dataset}${exitCodeHelp}`);
}

function addReview(dataset: Command): Command {
  return dataset
    .command('review <folder>')
    .description('Show the samples whose stories or music fit least.')
    .option('--below <n>', 'only those with a score below this', share('--below'))
    .option('--most <n>', 'how many', whole('--most', 1, 100_000), 20)
    .option('--json', 'print one JSON object on standard output and nothing else there')
    .addHelpText('after', `${examples.dataset}${exitCodeHelp}`);
}

async function buildCommand(options: DatasetBuildOptions, context: CommandContext): Promise<number> {
  refuseMixtures(options);
  const { terminal } = context;
  const report = await withStack(options, terminal, (stack, progress) =>
    build(stack, options, { signal: context.signal, progress }),
  );
  if (options.json === true) terminal.out(json(report));
  else if (options.quiet === true) terminal.out(`${report.folder}\n`);
  else terminal.out(buildText(report));
  return exitCodes.ok;
}

type BuildStack = Parameters<Parameters<typeof withStack>[2]>[0];
type BuildProgress = Parameters<Parameters<typeof withStack>[2]>[1];

async function build(
  stack: BuildStack,
  options: DatasetBuildOptions,
  { signal, progress }: { signal: AbortSignal; progress: BuildProgress },
): Promise<BuildReport> {
  const { seed, perShard, shard, out, clips, workers = availableParallelism() } = options;
  const shared = { seed, perShard, share: shard, out, workers, signal, progress };
  if (options.own === true) {
    const { buildOwnSet } = await import('../dataset/own/buildOwnSet.ts');
    return buildOwnSet(stack, { ...shared, name: options.name ?? 'own', clips });
  }
  const { buildFolderSet } = await import('../dataset/folders/buildFolderSet.ts');
  return buildFolderSet(stack, {
    ...shared,
    name: options.name ?? 'folders',
    images: options.images ?? '',
    music: options.music ?? '',
    licences: { images: options.imageLicence, music: options.musicLicence },
    thresholds: { story: options.storyThreshold, music: options.musicThreshold },
  });
}

/** A set has one kind of source, named whole. */
function refuseMixtures({ own, images, music, name }: DatasetBuildOptions): void {
  const folders = [images, music].filter((folder) => folder !== undefined).length;
  if (name !== undefined && !/^[\w-]{1,64}$/.test(name)) {
    throw usage('A name has letters, digits, - and _', `--name ${name}`, 'Write, for example, --name mine');
  }
  if (own === true ? folders === 0 : folders === 2) return;
  const what = own === true ? 'Our own set uses no folders' : 'A set needs pictures and music';
  throw usage(what, 'dataset build', 'Give --own, or both --images and --music');
}

/** Reads "2/8". */
export function parseShare(text: string): WorkShare {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim()) ?? [];
  const share = { index: Number(index), of: Number(of) };
  if (share.index >= 1 && share.index <= share.of) return share;
  throw usage(
    '--shard needs a share and how many there are',
    `--shard ${text}`,
    'Write, for example, --shard 1/4',
  );
}

function whole(option: string, min: number, max: number): (text: string) => number {
  return (text) => parseNumber(option, text, { min, max, integer: true });
}

function share(option: string): (text: string) => number {
  return (text) => parseNumber(option, text, { min: -1, max: 1 });
}

function usage(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('usage', { what, subject, next });
}

function json(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
