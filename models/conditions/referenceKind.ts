/** Says which kind of condition a piece of music is that someone gives as an example. */
import { open, stat } from 'node:fs/promises';
import { audioKind } from './audioFormat.ts';
import type { Condition } from '../../bridge/protocol/cue.ts';

/** The kinds of references. */
export type ReferenceKind = Extract<Condition['kind'], `reference-${string}`>;

/** As many bytes as {@link audioKind} looks at. */
const headBytes = 4096;

/**
 * The kind of a file by its first bytes; by its name where they are neither. A file that cannot be opened counts as a
 * recording: reading it tells what is wrong with it. Never throws.
 */
export async function referenceKind(path: string): Promise<ReferenceKind> {
  const head = await readHead(path).catch(() => new Uint8Array(0));
  if (Buffer.from(head.subarray(0, 4)).toString('latin1') === 'MThd') return 'reference-midi';
  const isRecording = 'format' in audioKind(head);
  return !isRecording && /\.midi?$/iu.test(path) ? 'reference-midi' : 'reference-audio';
}

async function readHead(path: string): Promise<Uint8Array> {
  // To open a pipe is to wait for its writer.
  if (!(await stat(path)).isFile()) return new Uint8Array(0);
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
