/**
 * Takes single files out of a ZIP archive without holding it in memory: stored or deflated, below 4 GiB, as package
 * archives are. Names are only compared, never used as paths.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { hashFile } from '../fileHash.ts';

/** One file of an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes in the archive. */
  readonly packed: number;
  /** Bytes when unpacked. */
  readonly bytes: number;
  readonly method: number;
  /** Where its own header begins. */
  readonly at: number;
}

const endMark = 0x0605_4b50;
const entryMark = 0x0201_4b50;
const headerMark = 0x0403_4b50;
/** The end record with the longest comment there can be. */
const longestEnd = 22 + 0xffff;

/**
 * Lists an archive.
 *
 * @throws Error that says what is wrong with the archive
 */
export async function readZipEntries(path: string): Promise<ZipEntry[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const tail = await readAt(file, Math.max(0, size - longestEnd), Math.min(size, longestEnd));
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    if (end < 0 || tail.length - end < 22 || tail.readUInt32LE(end) !== endMark)
      throw new Error('it is no ZIP archive');
    const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    return parseDirectory(directory, tail.readUInt16LE(end + 10));
  } finally {
    await file.close();
  }
}

/**
 * Unpacks one file.
 *
 * @returns its SHA-256
 * @throws Error where the archive is damaged, and what writing throws
 */
export async function extractZipEntry(
  archive: string,
  entry: ZipEntry,
  to: string,
  signal?: AbortSignal,
): Promise<string> {
  const start = await contentStart(archive, entry);
  const packed = createReadStream(archive, { start, end: start + entry.packed - 1 });
  const target = createWriteStream(to);
  const stoppable = signal === undefined ? {} : { signal };
  if (entry.method === 0) await pipeline(packed, target, stoppable);
  else if (entry.method === 8) await pipeline(packed, createInflateRaw(), target, stoppable);
  else throw new Error(`${entry.name} is packed by the unknown method ${entry.method}`);
  if (target.bytesWritten !== entry.bytes)
    throw new Error(`${entry.name} has ${target.bytesWritten} bytes instead of ${entry.bytes}`);
  return hashFile(to, signal);
}

async function contentStart(archive: string, { name, at }: ZipEntry): Promise<number> {
  const file = await open(archive);
  try {
    const header = await readAt(file, at, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== headerMark)
      throw new Error(`${name} is not where it should be`);
    return at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

function parseDirectory(directory: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== entryMark)
      throw new Error('its directory is damaged');
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
