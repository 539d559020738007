import { describe, expect, it } from 'vitest';
import { randomKills } from './randomKills.ts';

/** Set it to 200 for the long run; the bench does. */
const rounds = Number(process.env.LEITMOTIF_KILLS ?? 30);

describe('random kills', () => {
  it(
    `leave no orphan and no half-written folder, ${String(rounds)} times`,
    { timeout: rounds * 12_000 },
    async () => {
      const report = await randomKills(rounds, 20_261_121);
      expect(report).toEqual({ kills: rounds, orphans: 0, leftFolders: [], failedNext: [] });
    },
  );
});
