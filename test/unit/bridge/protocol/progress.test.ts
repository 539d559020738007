import { describe, expect, it } from 'vitest';
import { throttleProgress } from '../../../../bridge/protocol/progress.ts';
import type { ProgressReport } from '../../../../bridge/protocol/progress.ts';

describe('throttled progress', () => {
  it('lets the first and the last report of a stage through, and at most ten a second between', () => {
    let time = 0;
    const heard: ProgressReport[] = [];
    const report = throttleProgress(
      (progress) => heard.push(progress),
      () => time,
    );
    for (let step = 1; step <= 1000; step++) {
      time = step;
      report({ stage: 'render', step, of: 1000 });
    }
    report({ stage: 'measure', step: 0 });
    expect(heard.filter(({ stage }) => stage === 'render').length).toBeLessThanOrEqual(11);
    expect(heard[0]).toMatchObject({ stage: 'render', step: 1 });
    expect(heard).toContainEqual({ stage: 'render', step: 1000, of: 1000 });
    expect(heard.at(-1)).toMatchObject({ stage: 'measure' });
  });
});
