/**
 * A set of a person's folders: the multi-agent workflow of MusFlow §3.2.
 *
 *   pictures ─► script writing ─► script review ─► music composition ─┐
 *                                                                     ├─► music filtering ─► shards
 *   recordings ─► catalogue: clips, what is heard in them ────────────┘
 *
 * Each agent is a stage with a file of its own: an interrupted build goes on behind the last line of the stage that it was in.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { packHash } from '../../takes/packHash.ts';
import { BuildState } from '../buildState.ts';
import { localDisk } from '../shards/diskFile.ts';
import { composeCaptions } from './musicComposition.ts';
import { listenToRecording } from './musicCatalogue.ts';
import { ClipIndex, filterMusic } from './musicFiltering.ts';
import { openJudges } from './openJudges.ts';
import { runStage } from './runStage.ts';
import { writeScript } from './scriptWriting.ts';
import { reviewScript } from './scriptReview.ts';
import { readSourceFolder } from './sourceFolder.ts';
import { StageFile } from './stageFile.ts';
import {
  compositionSchema,
  matchSchema,
  recordingSchema,
  reviewSchema,
  scriptSchema,
} from './stageRecords.ts';
import { writeMatches } from './writeMatches.ts';
import type { BuildOptions, BuildReport } from '../buildOptions.ts';
import type { Stack } from '../../takes/stack.ts';
import type { Judges } from './openJudges.ts';
import type { SourceFile } from './sourceFolder.ts';
import type { Composition, Match, Recording, Script, ScriptReview } from './stageRecords.ts';
import type { Found } from './writeMatches.ts';

/** How a set of folders is built. */
export interface FolderSetOptions extends Omit<BuildOptions, 'workers'> {
  images: string;
  music: string;
  /** Given licences; those that are not are looked for beside the files. */
  licences: { images?: string | undefined; music?: string | undefined };
  /** Least likeness; the judge’s own unless told. */
  thresholds: { story?: number | undefined; music?: number | undefined };
}

type FolderStack = Pick<
  Stack,
  'knowledge' | 'textEncoder' | 'imageEncoder' | 'audioEncoder' | 'contentReaders'
>;

/** Builds one share of the set: pictures are shared out, recordings are heard by every share. */
export async function buildFolderSet(stack: FolderStack, options: FolderSetOptions): Promise<BuildReport> {
  const all = await readSourceFolder(options.images, 'pictures', options.licences.images);
  const recordings = await readSourceFolder(options.music, 'recordings', options.licences.music);
  const { index, of } = options.share;
  const pictures = all.filter((_, place) => place % of === index - 1);
  const judges = await openJudges(stack);
  try {
    return await new FolderBuild(stack, options, judges, pictures, recordings).run(all);
  } finally {
    await judges.close();
  }
}

interface Stages {
  scripts: StageFile<Script>;
  reviews: StageFile<ScriptReview>;
  compositions: StageFile<Composition>;
  recordings: StageFile<Recording>;
  matches: StageFile<Match>;
}

/** One run of a build. */
class FolderBuild {
  readonly #stack: FolderStack;
  readonly #options: FolderSetOptions;
  readonly #judges: Judges;
  readonly #pictures: ReadonlyMap<string, SourceFile>;
  readonly #recordings: ReadonlyMap<string, SourceFile>;

  constructor(
    stack: FolderStack,
    options: FolderSetOptions,
    judges: Judges,
    pictures: readonly SourceFile[],
    recordings: readonly SourceFile[],
  ) {
    this.#stack = stack;
    this.#options = options;
    this.#judges = judges;
    this.#pictures = new Map(pictures.map((file) => [file.name, file]));
    this.#recordings = new Map(recordings.map((file) => [file.name, file]));
  }

  /** `all` are the pictures of all shares: another picture makes another set. */
  async run(all: readonly SourceFile[]): Promise<BuildReport> {
    const { out: folder, name, share, seed, perShard, thresholds } = this.#options;
    const disk = this.#options.disk ?? localDisk;
    const provenance = await this.#provenance();
    const [pictures, music] = [all, [...this.#recordings.values()]].map(contentsHash);
    const settings = {
      kind: 'folders',
      seed,
      perShard,
      thresholds,
      ...provenance,
      pictures,
      music,
    };
    const state = await BuildState.open({ folder, name, share, disk }, settings);
    const stages = await this.#openStages();
    await this.#write(stages);
    await this.#listen(stages);
    await this.#match(stages);
    const found = await gather(stages);
    state.skip(await skippedOf(stages));
    await state.save();
    const { encoder: text } = await this.#stack.textEncoder();
    const catalogue = new Map<string, { file: SourceFile; record: Recording }>();
    for await (const record of stages.recordings.records()) {
      const file = this.#recordings.get(record.key);
      if (file !== undefined) catalogue.set(record.key, { file, record });
    }
    const kept = await writeMatches([...found.values()], (key) => found.get(key), {
      ...this.#options,
      ...{ state, disk, text, recordings: catalogue, provenance },
    });
    return { folder, name, kept, ...state.summary };
  }

  /** Script writing, script review, music composition: each over what the one before it left. */
  async #write(stages: Stages): Promise<void> {
    const { seed, signal, progress, thresholds } = this.#options;
    const knowledge = await this.#stack.knowledge();
    const { encoder: text } = await this.#stack.textEncoder();
    const { encoder: image } = await this.#stack.imageEncoder();
    const { clip, captioner } = await this.#stack.contentReaders();
    const shared = { signal, progress, of: this.#pictures.size };
    const script = { seed, knowledge, signal, readers: { text, image, clip, captioner } };
    await runStage({
      ...{ ...shared, stage: 'perceive' as const, sources: this.#pictures.values(), file: stages.scripts },
      keyOf: (file) => file.name,
      work: (file) => writeScript(file, script),
      skip: (key, skipped) => scriptSchema.parse({ key, skipped }),
    });
    await runStage({
      ...{ ...shared, stage: 'perceive' as const, sources: unskipped(stages.scripts), file: stages.reviews },
      keyOf: ({ key }) => key,
      work: (one) =>
        reviewScript(one, this.#picture(one.key), {
          judge: this.#judges.story,
          threshold: thresholds.story,
          signal,
        }),
      skip: (key, skipped) => reviewSchema.parse({ key, skipped }),
    });
    const scripts = await byKey(stages.scripts);
    await runStage({
      ...{
        ...shared,
        stage: 'brief' as const,
        sources: unskipped(stages.reviews),
        file: stages.compositions,
      },
      keyOf: ({ key }) => key,
      work: (review) =>
        composeCaptions(scripts.get(review.key) as Script, review, { seed, knowledge, text, signal }),
      skip: (key, skipped) => compositionSchema.parse({ key, skipped }),
    });
  }

  /** The catalogue of recordings. */
  async #listen({ recordings }: Stages): Promise<void> {
    const { signal, progress } = this.#options;
    const audio = (await this.#stack.audioEncoder())?.encoder;
    const { music: judge } = this.#judges;
    await runStage({
      ...{ signal, progress, of: this.#recordings.size, stage: 'measure' as const, file: recordings },
      sources: this.#recordings.values(),
      keyOf: (file) => file.name,
      work: (file) => listenToRecording(file, { judge, audio, signal }),
      skip: (key, skipped) => recordingSchema.parse({ key, skipped }),
    });
  }

  /** Music filtering. */
  async #match(stages: Stages): Promise<void> {
    const { signal, progress, thresholds } = this.#options;
    const index = new ClipIndex();
    for await (const recording of stages.recordings.records()) index.add(recording);
    const scripts = await byKey(stages.scripts);
    const filter = { index, judge: this.#judges.music, threshold: thresholds.music, signal };
    await runStage({
      ...{ signal, progress, of: this.#pictures.size, stage: 'measure' as const, file: stages.matches },
      sources: unskipped(stages.compositions),
      keyOf: ({ key }) => key,
      work: (composition) => filterMusic(scripts.get(composition.key) as Script, composition, filter),
      skip: (key, skipped) => matchSchema.parse({ key, skipped }),
    });
  }

  async #openStages(): Promise<Stages> {
    const { out, name, share } = this.#options;
    const disk = this.#options.disk ?? localDisk;
    const at = (stage: string): string => join(out, `${name}.${share.index}-of-${share.of}.${stage}.jsonl`);
    return {
      scripts: await StageFile.open(at('scripts'), scriptSchema, disk),
      reviews: await StageFile.open(at('reviews'), reviewSchema, disk),
      compositions: await StageFile.open(at('compositions'), compositionSchema, disk),
      recordings: await StageFile.open(at('recordings'), recordingSchema, disk),
      matches: await StageFile.open(at('matches'), matchSchema, disk),
    };
  }

  async #provenance(): Promise<Record<string, unknown>> {
    const audio = await this.#stack.audioEncoder();
    const used = [
      await this.#stack.textEncoder(),
      await this.#stack.imageEncoder(),
      ...(audio === undefined ? [] : [audio]),
    ];
    const content = await this.#stack.contentReaders();
    return {
      packs: [
        ...used.map(({ pack }) => ({ id: pack.manifest.id, sha256: packHash(pack) })),
        ...content.packs,
      ],
      judges: { story: this.#judges.story.name, music: this.#judges.music.name },
    };
  }

  #picture(key: string): SourceFile {
    const file = this.#pictures.get(key);
    if (file === undefined) throw new Error(`${key} is no picture of this build`);
    return file;
  }
}

/** One hash over the names and licences of files. */
function contentsHash(files: readonly SourceFile[]): string {
  const lines = files.map(({ name, licence }) => `${name}\n${licence}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** What every stage before the shards found for the pictures that came through, in the order of their names. */
async function gather(stages: Stages): Promise<Map<string, Found>> {
  const [scripts, reviews, compositions] = [
    await byKey(stages.scripts),
    await byKey(stages.reviews),
    await byKey(stages.compositions),
  ];
  const found = new Map<string, Found>();
  for await (const match of unskipped(stages.matches)) {
    const [script, review, composition] = [scripts, reviews, compositions].map((all) => all.get(match.key));
    if (script === undefined || review === undefined || composition === undefined) continue;
    found.set(match.key, { script, review, composition, match } as Found);
  }
  return found;
}

async function skippedOf(stages: Stages): Promise<BuildReport['skipped']> {
  const skipped: BuildReport['skipped'] = [];
  for (const file of Object.values(stages) as StageFile<Script>[]) {
    for await (const { key, skipped: why } of file.records()) {
      if (why !== undefined) skipped.push({ source: key, ...why });
    }
  }
  return skipped;
}

type Skippable = { key: string; skipped?: { code: string; reason: string } | undefined };

async function* unskipped<T extends Skippable>(file: StageFile<T>): AsyncGenerator<T> {
  for await (const record of file.records()) if (record.skipped === undefined) yield record;
}

async function byKey<T extends Skippable>(file: StageFile<T>): Promise<Map<string, T>> {
  const all = new Map<string, T>();
  for await (const record of file.records()) all.set(record.key, record);
  return all;
}
