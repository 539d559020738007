/** Sections as markers: what goes into a manifest, and how a DAW with a playhead takes them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { setMarkers } from '../../../../bridge/daw/setMarkers.ts';
import { writeClip } from '../../../../bridge/daw/takeClip.ts';
import { clipManifestSchema } from '../../../../bridge/protocol/daw.ts';
import { writeSampleTake } from './sampleTake.ts';
import type { MarkedDaw } from '../../../../bridge/daw/setMarkers.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-markers-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A DAW that goes where it is told after a while, unless it is `stuck`. */
function daw(told: MarkedDaw['told'], isStuck = false): MarkedDaw & { markers: unknown[] } {
  const markers: unknown[] = [];
  const state = { ...told };
  return {
    title: 'DAW',
    canMark: true,
    get told() {
      return state;
    },
    locate: (quarters) => {
      if (!isStuck) setTimeout(() => (state.position = { quarters }), 30);
    },
    addMarker: (name) => markers.push([name, state.position?.quarters]),
    markers,
  };
}

const two = [
  { name: 'A', quarters: 16 },
  { name: 'B', quarters: 24 },
];

describe('markers at a playhead', () => {
  it('are set where they belong, and the playhead goes back', async () => {
    const marked = daw({ isRolling: false, position: { quarters: 3 } });
    expect(await setMarkers(marked, two)).toEqual(['2 sections are markers of the project.']);
    expect(marked.markers).toEqual([
      ['A', 16],
      ['B', 24],
    ]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(marked.told.position).toEqual({ quarters: 3 });
  });

  it('are not set while it plays, where it does not go there, or where it has no word for them', async () => {
    const rolling = daw({ isRolling: true });
    expect((await setMarkers(rolling, two)).join()).toContain('stop it');
    const stuck = daw({ position: { quarters: 3 } }, true);
    expect((await setMarkers(stuck, two)).join()).toContain('0 of 2');
    expect((await setMarkers({ ...daw({}), canMark: false }, two)).join()).toContain('by hand');
    expect([...rolling.markers, ...stuck.markers]).toEqual([]);
  });
});

it('a clip of bars takes the sections within it, and the one that goes on at its beginning', () => {
  const take = writeSampleTake(folder);
  const path = join(take.folder, 'take.json');
  const sections = [
    { tick: 0, bar: 1, label: 'A' },
    { tick: 3840, bar: 3, label: 'B' },
    { tick: 5760, bar: 4, label: 'C' },
  ];
  const recipe = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...recipe, outline: { sections, chords: [] } }));
  const asked = { folder: take.folder, what: 'midi', stems: false, at: 5, matchTempo: false } as const;
  const place = { folder, id: 'clip-1' };
  const clip = writeClip({ ...asked, bars: { from: 2, to: 3 }, markers: true }, place);
  expect(clip.markers).toEqual([
    { name: 'A', quarters: 0 },
    { name: 'B', quarters: 4 },
  ]);
  expect(clipManifestSchema.parse(clip)).toEqual(clip);
  expect(writeClip(asked, place).markers).toBeUndefined();
});
