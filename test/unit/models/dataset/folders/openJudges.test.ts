import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openJudges } from '../../../../../models/dataset/folders/openJudges.ts';

type JudgeStack = Parameters<typeof openJudges>[0];

/** A stack with the bundled packs, and with or without one that hears; nothing is installed beside them. */
function stackWith(audio: object | undefined): JudgeStack {
  return {
    textEncoder: () => Promise.resolve({ encoder: {} }),
    audioEncoder: () => Promise.resolve(audio),
    contentReaders: () => Promise.resolve({ packs: [], providers: [], refused: [] }),
  } as unknown as JudgeStack;
}

beforeEach(() => {
  vi.stubEnv('LEITMOTIF_PACKS', mkdtempSync(join(tmpdir(), 'packs-')));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('openJudges', () => {
  it('judges by sentence embeddings where neither CLIP nor CLAP is installed, and names it', async () => {
    const judges = await openJudges(stackWith({}));
    expect(judges.story.name).toContain('sentence embedding');
    expect(judges.music.name).toContain('sentence embedding');
    await judges.close();
  });

  it('refuses to match music that nothing hears', async () => {
    await expect(openJudges(stackWith(undefined))).rejects.toMatchObject({ code: 'pack-missing' });
  });
});
