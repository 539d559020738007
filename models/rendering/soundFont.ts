/** The SoundFont: read once, checked against its manifest, shared with every worker. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';

/** A SoundFont in memory that worker threads share. */
export interface SoundFont {
  /** File name, for the recipe. */
  name: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  sha256: string;
  bytes: SharedArrayBuffer;
}

/** The part of `media/soundfont/manifest.json` that is checked. */
interface SoundFontManifest {
  file: string;
  sha256: string;
}

/**
 * Reads a SoundFont. Where a `manifest.json` beside it names the file, its SHA-256 must be the manifest's; a person's own
 * SoundFont has none and is taken as it is. Throws `soundfont-missing` or `soundfont-corrupt`.
 */
export async function loadSoundFont(path: string): Promise<SoundFont> {
  let file: Uint8Array;
  try {
    file = await readFile(path);
  } catch (error) {
    throw new LeitmotifError('soundfont-missing', {
      what: 'The SoundFont cannot be read',
      subject: path,
      next: 'Install the product again, or name another SoundFont',
      cause: error,
    });
  }
  const soundFont = soundFontFromBytes(file, basename(path));
  const expected = await expectedHash(path);
  if (expected !== undefined && expected !== soundFont.sha256) throw soundFontCorrupt(path);
  return soundFont;
}

/** A SoundFont from bytes in memory; they are copied. Throws `soundfont-corrupt` where they are no RIFF SoundFont. */
export function soundFontFromBytes(file: Uint8Array, name: string): SoundFont {
  const isSoundFont = text(file, 0) === 'RIFF' && text(file, 8) === 'sfbk';
  if (!isSoundFont) throw soundFontCorrupt(name);
  const bytes = new SharedArrayBuffer(file.byteLength);
  new Uint8Array(bytes).set(file);
  return { name, sha256: createHash('sha256').update(file).digest('hex'), bytes };
}

/** The error for a SoundFont whose content is wrong. */
export function soundFontCorrupt(subject: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('soundfont-corrupt', {
    what: 'The SoundFont is damaged',
    subject,
    next: 'Install the product again, or name another SoundFont',
    cause,
  });
}

function text(file: Uint8Array, at: number): string {
  return String.fromCharCode(...file.subarray(at, at + 4));
}

async function expectedHash(path: string): Promise<string | undefined> {
  let manifest: SoundFontManifest;
  try {
    manifest = JSON.parse(await readFile(join(dirname(path), 'manifest.json'), 'utf8')) as SoundFontManifest;
  } catch {
    return undefined;
  }
  return manifest.file === basename(path) ? manifest.sha256 : undefined;
}
