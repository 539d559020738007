import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findNode } from '../../../../extension/sidecar/findNode.ts';
import type { NodePlaces } from '../../../../extension/sidecar/findNode.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leitmotif-node-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A program that says what a Node says. */
function program(place: string, printed: string, mode = 0o755): string {
  const path = join(folder, place, 'node');
  mkdirSync(join(folder, place), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "${printed}"\n`);
  chmodSync(path, mode);
  return path;
}

function find(places: Partial<NodePlaces>): ReturnType<typeof findNode> {
  return findNode({
    chosen: '',
    extension: join(folder, 'extension'),
    path: '',
    platform: 'linux',
    ...places,
  });
}

describe.skipIf(process.platform === 'win32')('findNode', () => {
  it('takes the one that was named before all others', async () => {
    const chosen = program('mine', 'v20.9.0');
    program('extension/runtime', 'v22.1.0');
    expect(await find({ chosen: ` ${chosen} ` })).toEqual({
      path: chosen,
      version: '20.9.0',
      from: 'setting',
    });
  });

  it.each([
    ['is old', 'v20.8.9', /older than 20\.9/],
    ['is none', 'hello', /is no Node\.js/],
  ])('does not look further where the one that was named %s', async (_, printed, message) => {
    const chosen = program('mine', printed);
    program('extension/runtime', 'v22.1.0');
    await expect(find({ chosen })).rejects.toThrow(message);
    await expect(find({ chosen })).rejects.toMatchObject({ code: 'runtime-unavailable' });
  });

  it('takes the one that came with the extension, also where unpacking took its right to execute', async () => {
    const shipped = program('extension/runtime', 'v22.1.0', 0o644);
    const path = join(program('bin', 'v24.0.0'), '..');
    expect(await find({ path })).toEqual({ path: shipped, version: '22.1.0', from: 'extension' });
  });

  it('takes the first good one of the PATH', async () => {
    const old = join(program('old', 'v18.19.0'), '..');
    const good = program('good', 'v21.0.0');
    const path = ['', 'relative', old, join(folder, 'none'), join(good, '..')].join(delimiter);
    expect(await find({ path })).toEqual({ path: good, version: '21.0.0', from: 'path' });
  });

  it('says what was too old where there is none', async () => {
    const old = program('old', 'v18.19.0');
    const finding = find({ path: join(old, '..') });
    await expect(finding).rejects.toMatchObject({ code: 'runtime-unavailable', subject: `${old} 18.19.0` });
    await expect(find({ path: undefined })).rejects.toMatchObject({ subject: 'PATH' });
  });
});
