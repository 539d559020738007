/** The musflow engine with the packs that ship: how long a window takes, when it is heard, and what it weighs. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cueSchema, cueVersion } from '../../bridge/protocol/cue.ts';
import { findInstallation } from '../../models/takes/installation.ts';
import { listen, timed } from '../integration/sidecar/sidecarProcess.ts';
import { benchRow, median } from './benchRow.ts';
import { runProgram } from './program.ts';
import { repeat, withSidecar } from './sidecarSession.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { BenchRow } from './benchRow.ts';
import type { SidecarSession } from './sidecarSession.ts';

const sampleRate = 44_100;
const seconds = 10.24;
const caption = 'slow strings in D minor, 75 BPM';
const how = `${seconds} s of "${caption}", Euler, guidance 2, score given`;

/** Time, first sound, memory, and bytes of the packs. */
export async function runMusflowBench(): Promise<BenchRow[]> {
  return [weights(), ...(await withSidecar(times)), await memory()];
}

function cueOf(steps: number): Cue {
  return cueSchema.parse({
    leitmotif: cueVersion,
    conditions: [{ kind: 'caption', id: 'caption', text: caption }],
    attributes: { seconds },
    engine: 'musflow',
    musflow: { steps, guidance: 2 },
  });
}

async function times({ sidecar, ask }: SidecarSession): Promise<BenchRow[]> {
  const client = await listen(sidecar.initialized.stream);
  const firsts: number[] = [];
  const compose = (steps: number, seed: number): Promise<number> => {
    const start = performance.now();
    let first = Number.NaN;
    client.listener = ({ type, time, payload }, now) => {
      const isSecond = type === 'audio' && time + payload.byteLength / 8 >= sampleRate;
      if (isSecond && Number.isNaN(first)) first = now - start;
    };
    return timed(ask.compose(cueOf(steps), { seed })).finally(() => firsts.push(first / 1000));
  };
  await compose(10, 0);
  firsts.length = 0;
  const whole = await repeat(8, async (seed) => (await compose(10, seed)) / 1000);
  const heard = [...firsts];
  const one = await repeat(4, async (seed) => (await compose(1, seed)) / 1000);
  return [
    benchRow({
      name: 'musflow: 10.24 s with 10 steps',
      value: median(whole),
      unit: 's',
      target: { atMost: 5 },
      samples: whole,
      detail: `warm request to the sidecar: reading, solving, decoding, levelling, files; ${how}`,
    }),
    benchRow({
      name: 'musflow: first second playable',
      value: median(heard),
      unit: 's',
      target: { atMost: 3 },
      samples: heard,
      detail: `in the same requests: a whole second of sound has come over the pipe; ${how}, 10 steps`,
    }),
    benchRow({
      name: 'musflow: 10.24 s with one step',
      value: median(one),
      unit: 's',
      samples: one,
      detail: `as above; ${how}`,
    }),
  ];
}

function memory(): Promise<BenchRow> {
  return withTemporaryFolder((out) => {
    const asked = ['--caption', caption, '--seconds', String(seconds), '--seed', '1'];
    const run = runProgram(['compose', ...asked, '--engine', 'musflow', '--out', out, '--quiet']);
    return benchRow({
      name: 'musflow: peak memory',
      value: run.megabytes / 1000,
      unit: 'GB',
      target: { atMost: 1.2 },
      samples: [run.megabytes / 1000],
      detail: `greatest resident memory of the command line with all its threads, 10⁹ bytes; ${how}`,
    });
  });
}

function weights(): BenchRow {
  const folder = findInstallation().musflow;
  const packs = readdirSync(folder).filter((name) => name.startsWith('musflow-'));
  if (packs.length === 0) throw new Error(`There are no musflow packs in ${folder}`);
  const megabytes = packs.map((name) => statSync(join(folder, name, 'model.onnx')).size / 1e6);
  return benchRow({
    name: 'musflow: weights',
    value: megabytes.reduce((sum, size) => sum + size, 0),
    unit: 'MB',
    target: { atMost: 60 },
    samples: megabytes,
    detail: `model.onnx of ${packs.join(', ')}`,
  });
}
