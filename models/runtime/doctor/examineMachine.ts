import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
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

/** MIDI belongs to the bridge, which is not part of this version. */
export function examineMidi(): Promise<DoctorFinding[]> {
  return one({
    part: 'midi',
    name: 'MIDI ports',
    verdict: 'lacking',
    found: 'not available: the bridge that opens them is not part of this version',
    next: 'Open the score.mid of a take in your DAW; takes need no MIDI port',
  });
}

/** Whether a port on this machine's own address can be had; no port is kept. */
export async function examinePorts(): Promise<DoctorFinding[]> {
  const part = { part: 'ports', name: 'loopback' } as const;
  try {
    const port = await borrowPort();
    return [{ ...part, verdict: 'ok', found: `127.0.0.1 can be listened on (tried port ${port})` }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const next = 'Let your firewall or sandbox allow programs to listen on 127.0.0.1; takes need no port';
    return [{ ...part, verdict: 'lacking', found: `127.0.0.1 cannot be listened on: ${reason}`, next }];
  }
}

function borrowPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

function one(finding: DoctorFinding): Promise<DoctorFinding[]> {
  return Promise.resolve([finding]);
}
