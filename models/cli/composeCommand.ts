/** `leitmotif compose`: conditions become takes. */
import { randomInt } from 'node:crypto';
import { exitCodes } from '../../bridge/protocol/errors.ts';
import { briefText } from './briefText.ts';
import { cueFromOptions } from './cueFromOptions.ts';
import { withEngine } from './engineOptions.ts';
import { exportTake } from '../takes/exportTake.ts';
import { keptText } from './keptText.ts';
import { takesJson } from './resultJson.ts';
import { takeText } from './takeText.ts';
import { withStack } from './withStack.ts';
import type { CommandContext } from './commandLine.ts';
import type { ConditionOptions } from './conditionOptions.ts';
import type { EngineOptions } from './engineOptions.ts';
import type { PlacedCue } from './cueFromOptions.ts';
import type { OutputOptions, TakeOptions, WorkOptions } from './outputOptions.ts';
import type { ComposeRequest } from '../takes/composeTakes.ts';
import type { Stack } from '../takes/stack.ts';
import type { Take } from '../takes/take.ts';

/** Runs the command; returns its exit code. */
export async function composeCommand(
  images: readonly string[],
  options: ConditionOptions & TakeOptions & EngineOptions & WorkOptions & OutputOptions,
  context: CommandContext,
): Promise<number> {
  const { cue, folder } = await cueFromOptions(images, options);
  return composeTakes({ cue: withEngine(cue, options), folder }, options, context);
}

/** Makes the takes of a cue and shows them; returns the exit code. */
export async function composeTakes(
  { cue, folder }: PlacedCue,
  options: TakeOptions & WorkOptions & OutputOptions,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const seed = options.seed ?? cue.seed ?? randomInt(2 ** 32);
  const { out, takes: count, stems, sampleRate } = options;
  const takes = await withStack(options, terminal, (stack, progress) =>
    composed(stack, options, { cue, folder, out, seed, count, stems, sampleRate, signal, progress }),
  );
  terminal.out(shownTakes(takes, options));
  return takesExitCode(takes);
}

async function composed(stack: Stack, options: TakeOptions, request: ComposeRequest): Promise<Take[]> {
  const takes = await stack.compose(request);
  if (options.musicxml !== true) return takes;
  for (const { folder } of takes) await exportTake(stack, { path: folder, to: ['musicxml'] });
  return takes;
}

/** A take that misses its brief is delivered, and said. */
export function takesExitCode(takes: readonly Take[]): number {
  const isGood = takes.every((take) => take.recipe.measured.failures.length === 0);
  return isGood ? exitCodes.ok : exitCodes.measuredAmiss;
}

/** Takes as a command shows them. */
export function shownTakes(takes: readonly Take[], options: OutputOptions): string {
  if (options.json === true) return takesJson(takes);
  if (options.quiet === true) return takes.map((take) => `${take.folder}\n`).join('');
  const [first] = takes;
  const brief = first === undefined ? '' : briefText(first.recipe.brief);
  return [brief, ...takes.flatMap((take) => [takeText(take, process.cwd()), ...keptText(take)])].join('\n');
}
