import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cueSchema } from '../../../../bridge/protocol/cue.ts';
import { findInstallation } from '../../../../models/takes/installation.ts';
import { Stack } from '../../../../models/takes/stack.ts';
import { cadence, chords, soundRate } from '../perception/testSounds.ts';
import { wavBytes } from '../conditions/wavBytes.ts';
import type { PreparedBrief } from '../../../../models/takes/prepareBrief.ts';

const folder = mkdtempSync(join(tmpdir(), 'perceive-reference-'));
const samples = chords(cadence(64, 'minor'));
const shape = { sampleRate: soundRate, channels: 1, frames: samples.length };
writeFileSync(
  join(folder, 'cadence.wav'),
  wavBytes(shape, (frame) => samples[frame] ?? 0),
);
const cue = cueSchema.parse({
  leitmotif: 1,
  conditions: [{ kind: 'reference-audio', id: 'like', path: 'cadence.wav' }],
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The brief of an installation that has these packs. */
async function briefWith(name: string, packs: readonly string[]): Promise<PreparedBrief> {
  const installation = findInstallation();
  const directory = join(folder, name);
  mkdirSync(directory);
  for (const id of packs) symlinkSync(join(installation.packs, id), join(directory, id));
  const stack = new Stack({ ...installation, packs: directory }, { workers: 1 });
  try {
    return await stack.brief({ cue, folder });
  } finally {
    await stack.close();
  }
}

describe('a recording', () => {
  it('is measured without the audio pack, and a note says so', async () => {
    const { brief, packs } = await briefWith('without', ['all-minilm-l6-v2']);
    expect(brief.attributes.key).toMatchObject({ value: 'E minor', source: 'reference' });
    expect(brief.notes.join(' ')).toContain('No audio pack is installed');
    expect(packs.map(({ id }) => id)).toEqual(['all-minilm-l6-v2']);
  });

  it('is recognized with it', async () => {
    const { brief, packs } = await briefWith('with', ['all-minilm-l6-v2', 'musicnn-mtt']);
    expect(brief.attributes.key).toMatchObject({ value: 'E minor', source: 'reference' });
    expect(brief.notes.join(' ')).not.toContain('No audio pack');
    expect(packs.map(({ id }) => id)).toEqual(['all-minilm-l6-v2', 'musicnn-mtt']);
  });

  it('is let go of when the work is cancelled', async () => {
    const stack = new Stack(findInstallation(), { workers: 1 });
    const stop = new AbortController();
    const work = stack.brief({
      ...{ cue, folder, signal: stop.signal },
      progress: ({ stage }) => {
        if (stage === 'perceive') stop.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    await stack.close();
  });
});
