/** Files that a test makes at run time, gone when it ends. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import type { ErrorCode } from '../../../../bridge/protocol/errors.ts';

/** A folder for this test file, and a function that puts a file into it and returns its path. */
export function temporaryFiles(): {
  folder: string;
  write: (name: string, content: Uint8Array | string) => string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-conditions-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  return {
    folder,
    write: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
}

/** Expects an error a person can act on, and returns it. */
export async function expectError(
  work: Promise<unknown> | (() => unknown),
  code: ErrorCode,
): Promise<LeitmotifError> {
  const run = typeof work === 'function' ? Promise.resolve().then(work) : work;
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LeitmotifError);
  const found = error as LeitmotifError;
  expect(found.code).toBe(code);
  for (const part of [found.what, found.subject, found.next]) {
    expect(part).not.toBe('');
    expect(part.endsWith('.')).toBe(false);
  }
  return found;
}
