/** What lies on the disk after a person's click, and pictures that nobody should have to keep in a repository. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cue } from '../../../bridge/protocol/cue.ts';

/** A cue as its file says it now. */
export function readCueFile(folder: string, name: string): Cue {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Cue;
}

/** Folders of the takes beside the cues of a folder. */
export function takeFolders(folder: string): string[] {
  const takes = join(folder, 'takes');
  return existsSync(takes) ? readdirSync(takes).map((name) => join(takes, name)) : [];
}

/** A picture of coloured stripes without compression, as a TIFF of so many megabytes. */
export function largeTiff(megabytes: number): Buffer {
  const width = 5_000;
  const height = Math.round((megabytes * 1e6) / (3 * width));
  const header = Buffer.alloc(8 + 2 + 10 * 12 + 4 + 6);
  header.write('II*\0', 0, 'latin1');
  header.writeUInt32LE(8, 4);
  header.writeUInt16LE(10, 8);
  const bits = 8 + 2 + 120 + 4;
  const entries: [tag: number, type: 3 | 4, count: number, value: number][] = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 3, bits],
    [259, 3, 1, 1],
    [262, 3, 1, 2],
    [273, 4, 1, header.length],
    [277, 3, 1, 3],
    [278, 4, 1, height],
    [279, 4, 1, width * height * 3],
    [284, 3, 1, 1],
  ];
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + 12 * i;
    header.writeUInt16LE(tag, at);
    header.writeUInt16LE(type, at + 2);
    header.writeUInt32LE(count, at + 4);
    header.writeUInt32LE(value, at + 8);
  }
  for (let i = 0; i < 3; i++) header.writeUInt16LE(8, bits + 2 * i);
  const pixels = Buffer.alloc(width * height * 3);
  for (let i = 0; i < pixels.length; i++) pixels[i] = (i * 2_654_435_761) >>> 24;
  return Buffer.concat([header, pixels]);
}
