/**
 * From a cue to takes, in order:
 *
 *   cue → brief (prepareBrief) → a seed a take → what its locks keep → composeTake → folders
 *
 * The first folder is opened before anything is read: a place that cannot be written to is said at once.
 */
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { composeTake } from './composeTake.ts';
import { stemsOf } from './musflow/engineOfCue.ts';
import { prepareBrief } from './prepareBrief.ts';
import { composeLocked } from './revision/composeLocked.ts';
import { openTakeFolder } from './takeFolder.ts';
import { cueTitle, takeName } from './takeName.ts';
import type { BriefRequest } from './prepareBrief.ts';
import type { Stack } from './stack.ts';
import type { Take } from './take.ts';

/** Sample rates that takes are written in. */
export type SampleRate = 44_100 | 48_000;

/** What takes to make. */
export interface ComposeRequest extends BriefRequest {
  /** Folder that the take folders go into; made where it is missing. */
  out: string;
  /** Seed of the first take; the next ones count up from it. */
  seed: number;
  /** Number of takes, at least 1. */
  count: number;
  /** Whether a file is written for every role; where the engine has them unless told. */
  stems?: boolean | undefined;
  sampleRate: SampleRate;
}

/**
 * Makes takes. Where one fails, those before it stay and its own folder is removed.
 *
 * @throws LeitmotifError of every kind in the catalogue's sections for conditions, packs, rendering and output.
 */
export async function composeTakes(stack: Stack, request: ComposeRequest): Promise<Take[]> {
  const nameOfCue = cueTitle(request.cue);
  if (request.cue.engine !== 'auto') stemsOf(request.cue.engine, request.stems);
  const open = (index: number): ReturnType<typeof openTakeFolder> =>
    openTakeFolder(request.out, takeName(nameOfCue, seedOf(request.seed, index)));
  let folder = open(0);
  try {
    const started = performance.now();
    const prepared = await prepareBrief(stack, request);
    // A variation without conditions is called as its take is: the score bears the title.
    const title = request.cue.conditions.length > 0 ? nameOfCue : cueTitle(prepared.cue);
    const takes: Take[] = [];
    for (let index = 0; index < request.count; index++) {
      throwIfCancelled(request.signal);
      if (index > 0) folder = open(index);
      const begun = index === 0 ? started : performance.now();
      const seed = seedOf(request.seed, index);
      const own = await composeLocked(prepared, seed);
      takes.push(await composeTake(stack, { ...request, ...own, title, folder, begun, seed }));
    }
    return takes;
  } finally {
    folder.discard();
  }
}

function seedOf(seed: number, index: number): number {
  return (seed + index) >>> 0;
}
