/** How long a person waits: from request to files, and for the brief alone, warm and cold. */
import { findInstallation } from '../../models/takes/installation.ts';
import { Stack } from '../../models/takes/stack.ts';
import { benchRow, median, timeRuns } from './benchRow.ts';
import { runProgram } from './program.ts';
import { sampleArguments, sampleRequest } from './sampleRequest.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';
import type { BenchRow } from './benchRow.ts';

const seconds = 30;
const take = { count: 1, sampleRate: 44_100 } as const;

/** Warm: one stack, everything loaded by a first take that is not counted. */
export async function runWarmBench(): Promise<BenchRow[]> {
  const stack = new Stack(findInstallation());
  try {
    return await withTemporaryFolder(async (out) => {
      const request = sampleRequest(seconds);
      const compose = (stems: boolean) => (seed: number) =>
        stack.compose({ ...request, ...take, out, stems, seed });
      await compose(false)(1000);
      const before = process.cpuUsage();
      const plain = await timeRuns(5, compose(false));
      const used = process.cpuUsage(before);
      const processor = (used.user + used.system) / 1e6 / plain.length;
      const withStems = await timeRuns(3, compose(true));
      const briefs = await timeRuns(15, () => stack.brief(request));
      return [
        waited(
          'warm take, 30 s, image + story',
          plain,
          's',
          2.5,
          'mix, score and recipe on disk; seeds 0–4; includes a second attempt where the first missed its brief',
        ),
        waited(
          'processor time of a warm take, 30 s',
          [processor],
          's',
          undefined,
          'mean of the same five, all threads; hardly changed by other work on the machine',
        ),
        waited(
          'warm take, 30 s, with stems',
          withStems,
          's',
          undefined,
          'a 24-bit file for every role as well',
        ),
        waited(
          'warm brief, image + story',
          briefs.map((value) => value * 1000),
          'ms',
          150,
          'read, perceive and fuse; nothing is cached between requests',
        ),
      ];
    });
  } finally {
    await stack.close();
  }
}

/** Cold: the built program as a process of its own, start of Node and loading of packs and SoundFont included. */
export async function runColdBench(): Promise<BenchRow[]> {
  return withTemporaryFolder(async (out) => {
    const args = sampleArguments(seconds);
    const takes = await timeRuns(5, (i) =>
      runProgram(['compose', ...args, '--seed', String(i), '--out', out, '--quiet']),
    );
    const briefs = await timeRuns(5, () => runProgram(['brief', ...args, '--json']));
    return [
      waited(
        'cold take, 30 s, image + story',
        takes,
        's',
        5,
        'a new process; the files may lie in the disk cache',
      ),
      waited(
        'cold brief, image + story',
        briefs,
        's',
        undefined,
        'a new process; the target of 5 s is that of the take',
      ),
    ];
  });
}

function waited(
  name: string,
  samples: number[],
  unit: string,
  atMost: number | undefined,
  detail: string,
): BenchRow {
  const range = `min ${Math.min(...samples).toFixed(2)}, max ${Math.max(...samples).toFixed(2)} ${unit}`;
  const target = atMost === undefined ? {} : { target: { atMost } };
  return benchRow({
    name,
    value: median(samples),
    unit,
    ...target,
    samples,
    detail: `median; ${range}; ${detail}`,
  });
}
