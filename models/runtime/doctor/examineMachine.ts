import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import type { DoctorFinding } from '../../../bridge/protocol/doctor.ts';

/** The oldest Node that works, as package.json says it. */
const oldestNode = [20, 9] as const;
/** Memory that a take of a few minutes needs: packs, SoundFont and sound, in bytes. Measured at 0.9 GB, doubled. */
const wantedMemory = 2 * 2 ** 30;

/** Node's version. */
export function examineNode(): Promise<DoctorFinding[]> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isRecent = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return one({
    part: 'node',
    name: 'Node',
    found: `version ${process.versions.node} on ${process.platform}-${process.arch}`,
    ...(isRecent
      ? { verdict: 'ok' }
      : { verdict: 'failing', next: `Install Node ${oldestNode.join('.')} or newer` }),
  });
}

/** Processor and memory. */
export function examineMachine(): Promise<DoctorFinding[]> {
  const cores = availableParallelism();
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const [total, free] = [totalmem(), freemem()];
  const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  return Promise.resolve([
    {
      part: 'machine',
      name: 'processor',
      verdict: 'ok',
      found: `${model}, ${cores} cores`,
      numbers: { cores },
    },
    {
      part: 'machine',
      name: 'memory',
      found: `${gigabytes(free)} of ${gigabytes(total)} free`,
      numbers: { totalBytes: total, freeBytes: free },
      ...(total >= wantedMemory
        ? { verdict: 'ok' as const }
        : {
            verdict: 'lacking' as const,
            next: 'Make shorter takes, or close other programs: 2 GiB are comfortable',
          }),
    },
  ]);
}

function one(finding: DoctorFinding): Promise<DoctorFinding[]> {
  return Promise.resolve([finding]);
}
