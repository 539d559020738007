/** Looks at the file of a condition before anybody composes from it: is it there, and is it what it should be? */
import { open, stat } from 'node:fs/promises';
import { headBytes, pictureFormat } from './pictureFormat.ts';
import type { Condition } from '../../bridge/protocol/cue.ts';
import type { ErrorCode } from '../../bridge/protocol/errors.ts';
import type { SidecarFault } from '../../bridge/protocol/sidecar.ts';

/** Largest picture that is shown as its own thumbnail, in bytes: a browser decodes it whole. */
export const largestThumbnail = 24_000_000;

/** What was found. */
export interface Inspection {
  fault?: SidecarFault;
  /** Set for pictures that a browser can show; changes when the file does. */
  thumbnailStamp?: string;
}

/** Looks at a file; `path` is absolute. Never throws. */
export async function inspectCondition(kind: Condition['kind'], path: string): Promise<Inspection> {
  try {
    const { size, mtimeMs, isDirectory } = await statOf(path);
    if (isDirectory)
      return {
        fault: fault('file-is-directory', 'This is a folder, not a file', path, 'Choose a file in it'),
      };
    if (size === 0) return { fault: fault('file-empty', 'This file is empty', path, 'Choose another file') };
    const head = await headOf(path);
    if (kind !== 'image') return {};
    const format = pictureFormat(head);
    if (format === undefined)
      return {
        fault: fault(
          'image-unsupported',
          'This is not a picture that can be read',
          path,
          'Choose a PNG, JPEG, WebP, AVIF, GIF or TIFF file',
        ),
      };
    const isShown = format !== 'image/tiff' && size <= largestThumbnail;
    return isShown ? { thumbnailStamp: `${Math.round(mtimeMs)}-${size}` } : {};
  } catch (error) {
    return { fault: faultOfFile(error, path) };
  }
}

async function statOf(path: string): Promise<{ size: number; mtimeMs: number; isDirectory: boolean }> {
  const found = await stat(path);
  return { size: found.size, mtimeMs: found.mtimeMs, isDirectory: found.isDirectory() };
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function faultOfFile(error: unknown, path: string): SidecarFault {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return fault('file-missing', 'This file is not there', path, 'Put it back, or say where it went');
  return fault('file-unreadable', 'This file cannot be read', path, 'Give yourself permission to read it');
}

function fault(code: ErrorCode, what: string, subject: string, next: string): SidecarFault {
  return { code, what, subject, next };
}
