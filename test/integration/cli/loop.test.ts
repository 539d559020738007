/** A loop set as a person makes it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { harbour, runLeitmotif } from './runLeitmotif.ts';
import type { LoopSet } from '../../../bridge/protocol/loopSet.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-loop-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('is made of a picture, shown, and made again', async () => {
  const asked = [harbour, '--caption', '96 BPM', '--bars', '4', '--intro-bars', '0', '--seed', '3'];
  const made = await runLeitmotif(['loop', ...asked, '--out', 'first', '--json'], { cwd: folder });
  expect(made.code).toBe(0);
  const set = JSON.parse(made.stdout) as LoopSet & { folder: string };
  expect(set.files).toMatchObject({ loop: { path: 'loop.wav', frames: 441_000 }, layers: [] });
  expect(set.files.intro).toBeUndefined();
  const again = await runLeitmotif(['loop', '--remake', set.folder, '--out', 'again'], { cwd: folder });
  expect(again.stdout).toContain('4 bars, goes round');
  const loops = [set.folder, join(folder, 'again/harbour-3-loop')].map((place) =>
    readFileSync(join(place, 'loop.wav')),
  );
  expect(loops[0]?.equals(loops[1] ?? Buffer.alloc(0))).toBe(true);
}, 120_000);

it.each([
  [['--caption', 'calm', '--intro-bars', '-1'], /intro-bars/],
  [['--caption', 'calm', '--hit', '3:door'], /goes round/],
  [['--remake', harbour], /not a loop set/],
  [[], /nothing to make music from/],
])('%j is refused in words', async (args, words) => {
  const { code, stderr } = await runLeitmotif(['loop', ...args], { cwd: folder });
  expect(code).not.toBe(0);
  expect(stderr).toMatch(words);
});
