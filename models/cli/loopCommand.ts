/** `leitmotif loop`: conditions become a loop set. */
import { randomInt } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { exitCodes } from '../../bridge/protocol/errors.ts';
import { loopSetSchema, loopSetVersion } from '../../bridge/protocol/loopSet.ts';
import { readJsonDocument } from '../takes/jsonDocument.ts';
import { loopSetName, makeLoopSet, remakeLoopSet } from '../takes/loops/makeLoopSet.ts';
import { briefText } from './briefText.ts';
import { cueFromOptions } from './cueFromOptions.ts';
import { textTable } from './textTable.ts';
import { withStack } from './withStack.ts';
import type { LoopSet } from '../../bridge/protocol/loopSet.ts';
import type { MadeLoopSet } from '../takes/loops/makeLoopSet.ts';
import type { CommandContext } from './commandLine.ts';
import type { LoopOptions } from './loopOptions.ts';

/** Runs the command; returns its exit code. */
export async function loopCommand(
  images: readonly string[],
  options: LoopOptions,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const { out, remake, introBars: intro, outroBars: outro, sampleRate } = options;
  if (remake !== undefined) {
    const set = await readLoopSet(remake);
    return shown(
      await withStack(options, terminal, (stack, progress) =>
        remakeLoopSet(stack, set, { out, signal, progress }),
      ),
    );
  }
  const { cue, folder } = await cueFromOptions(images, options);
  const seed = options.seed ?? cue.seed ?? randomInt(2 ** 32);
  const layers = options.layers === true;
  return shown(
    await withStack(options, terminal, (stack, progress) =>
      makeLoopSet(stack, { cue, folder, out, seed, intro, outro, layers, sampleRate, signal, progress }),
    ),
  );

  function shown(made: MadeLoopSet): number {
    terminal.out(loopText(made, options));
    return made.set.measured.failures.length === 0 ? exitCodes.ok : exitCodes.measuredAmiss;
  }
}

/**
 * Reads the recipe of a loop set, or that of its folder.
 *
 * @throws LeitmotifError `recipe-invalid` and those of a file that cannot be read
 */
export async function readLoopSet(given: string): Promise<LoopSet> {
  const path = resolve(given);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const set = await readJsonDocument(isFolder ? join(path, loopSetName) : path, {
    schema: loopSetSchema,
    versionField: 'leitmotifLoop',
    newest: loopSetVersion,
    invalid: {
      code: 'recipe-invalid',
      what: 'This is not a loop set that can be made again',
      next: 'Name the loop.json of a folder that "leitmotif loop" made',
    },
    tooNew: 'recipe-invalid',
  });
  // Attributes are built by name in a loop, which types cannot follow; their values are checked.
  return set as LoopSet;
}

function loopText({ folder, set }: MadeLoopSet, options: LoopOptions): string {
  if (options.json === true) return `${JSON.stringify({ ...set, folder, brief: withoutEmbedding(set) })}\n`;
  if (options.quiet === true) return `${folder}\n`;
  const { files, bars, measured, seed } = set;
  const sounds = [
    ...(files.intro === undefined ? [] : [[files.intro, `${bars.intro} bars, once`] as const]),
    [files.loop, `${bars.body} bars, goes round`] as const,
    ...(files.outro === undefined ? [] : [[files.outro, `${bars.outro} bars and what rings on`] as const]),
    ...files.layers.map((layer) => [layer, layer.roles.join(', ')] as const),
  ];
  const rows = [
    ...sounds.map(([{ path, seconds, loudness }, what]) => [
      path,
      `${seconds.toFixed(2)} s, ${loudness.toFixed(1)} LUFS: ${what}`,
    ]),
    [files.score, `${measured.key}, ${measured.tempo} BPM, marked loopStart and loopEnd`],
    [loopSetName, `seed ${seed}`],
  ];
  const { jump, insideJump } = measured.seam;
  const seam = `The seam steps by ${jump.toFixed(4)}; inside, one step of a thousand is larger than ${insideJump.toFixed(4)}.`;
  const failures = measured.failures.map((failure) => `It misses the brief: ${failure}.`);
  const place = relative(process.cwd(), folder);
  const head = join(place.startsWith('..') ? folder : place, '/');
  return [briefText(set.brief), head, textTable(rows), seam, ...failures, ''].join('\n');
}

function withoutEmbedding({ brief }: LoopSet): object {
  return { ...brief, embedding: undefined };
}
