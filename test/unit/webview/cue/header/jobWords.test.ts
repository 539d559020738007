import { describe, expect, it } from 'vitest';
import { jobShare, jobWords, spokenJob } from '../../../../../webview/cue/header/jobWords.ts';

describe('words of a job', () => {
  it('give stage, step and count as they were reported', () => {
    const job = {
      kind: 'compose',
      isStarting: false,
      progress: { stage: 'render', step: 3, of: 10, detail: 'harp' },
    } as const;
    expect(jobWords(job)).toBe('Making a take: rendering, 3 of 10 – harp');
    expect(jobShare(job)).toBeCloseTo(0.3);
    expect(spokenJob(job)).toBe('Making a take: rendering');
  });

  it('invent no numbers', () => {
    const job = { kind: 'brief', isStarting: false, progress: { stage: 'perceive', step: 2 } } as const;
    expect(jobWords(job)).toBe('Writing the brief: looking and listening');
    expect(jobShare(job)).toBeUndefined();
  });

  it('say what is waited for', () => {
    expect(jobWords({ kind: 'draft', isStarting: true })).toBe('Making a draft: starting the sidecar…');
    expect(jobWords({ kind: 'remake', isStarting: false })).toBe('Remaking a take: waiting…');
    expect(spokenJob(undefined)).toBe('');
  });
});
