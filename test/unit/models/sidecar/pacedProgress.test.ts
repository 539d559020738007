import { expect, it } from 'vitest';
import { pacedProgress } from '../../../../models/sidecar/pacedProgress.ts';
import type { SidecarProgress } from '../../../../bridge/protocol/sidecar.ts';

it('lets through the first of a stage, the last, and at most ten a second between', () => {
  const seen: SidecarProgress[] = [];
  let time = 0;
  const report = pacedProgress(
    (one) => seen.push(one),
    () => time,
  );
  report({ stage: 'ask', file: 'a', bytes: 0 });
  for (let bytes = 0; bytes <= 1000; bytes++, time++) {
    report({ stage: 'download', file: 'a', bytes, of: 1000 });
  }
  expect(seen[0]).toEqual({ stage: 'ask', step: 0, detail: 'a' });
  expect(seen.slice(1).map(({ step }) => step)).toEqual([
    0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000,
  ]);
  expect(seen.at(-1)).toEqual({ stage: 'download', step: 1000, of: 1000, detail: 'a' });
});
