/** Memory and time of a short and a very long take, each in a process of its own. */
import { benchRow } from './benchRow.ts';
import { runProgram } from './program.ts';
import { sampleArguments } from './sampleRequest.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';
import type { BenchRow } from './benchRow.ts';
import type { ProgramRun } from './program.ts';

const short = 30;
const middle = 240;
const long = 1200;
const most = 900;

/** Takes of 30 s, 4 min and 20 min. */
export async function runMemoryBench(): Promise<BenchRow[]> {
  return withTemporaryFolder((out) => {
    const compose = (seconds: number): ProgramRun =>
      runProgram(['compose', ...sampleArguments(seconds), '--seed', '1', '--out', out, '--quiet']);
    const [first, second, third] = [compose(short), compose(middle), compose(long)];
    const perSecond = (run: ProgramRun, seconds: number): number => run.cpuSeconds / seconds;
    // Against four minutes: of a short take most is the start of the process.
    const ratio = perSecond(third, long) / perSecond(second, middle);
    return [
      peak('peak memory, take of 30 s', first),
      peak('peak memory, take of 20 min', third),
      benchRow({
        ...{
          name: 'processor time per second of music, 20 min against 4 min',
          value: ratio,
          unit: '×',
          target: { atMost: 1.2 },
        },
        samples: [first.cpuSeconds, second.cpuSeconds, third.cpuSeconds],
        detail: 'cold processes; 1 is linear; samples: processor seconds for 30 s, 4 min and 20 min',
      }),
    ];
  });
}

function peak(name: string, run: ProgramRun): BenchRow {
  const detail = 'greatest resident memory of the process with all its threads, in 10⁶ bytes';
  return benchRow({
    name,
    value: run.megabytes,
    unit: 'MB',
    target: { atMost: most },
    samples: [run.megabytes],
    detail,
  });
}
