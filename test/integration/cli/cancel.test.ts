/** Ctrl-C and its kin in the middle of the work: the process ends soon, and nothing half written stays. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { harbour, inTemporaryFolder, runLeitmotif } from './runLeitmotif.ts';
import type { Ended } from './runLeitmotif.ts';

interface Interrupted extends Ended {
  leftBehind: boolean;
}

/** Composes ten minutes and sends signals once a stage has begun. */
async function interrupt(
  stage: string,
  signals: readonly NodeJS.Signals[],
  args: string[] = [],
): Promise<Interrupted> {
  return inTemporaryFolder(async (folder) => {
    let sent = false;
    const out = join(folder, 'deep/takes');
    const ended = await runLeitmotif(['compose', harbour, '--seconds', '600', '--out', out, ...args], {
      watch: (child, stderr) => {
        if (sent || !stderr.includes(stage)) return;
        sent = true;
        for (const signal of signals) child.kill(signal);
      },
    });
    return {
      ...ended,
      leftBehind: existsSync(join(folder, 'deep')),
    };
  });
}

describe('a signal in the middle of the work', () => {
  it.each([
    ['SIGINT', '[1/7]', 130],
    ['SIGINT', '[2/7]', 130],
    ['SIGINT', '[5/7]', 130],
    ['SIGTERM', '[5/7]', 143],
    ['SIGHUP', '[5/7]', 129],
  ] as const)('%s in %s ends with exit code %d and leaves nothing', async (signal, stage, code) => {
    const ended = await interrupt(stage, [signal]);
    expect(ended.code).toBe(code);
    expect(ended.leftBehind).toBe(false);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toContain('[cancelled]');
    expect(ended.stderr).not.toContain('[6/7]');
  });

  it('is one JSON object for programs', async () => {
    const ended = await interrupt('[5/7]', ['SIGINT'], ['--json']);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'cancelled' } });
    expect(ended.code).toBe(130);
  });

  it('ends at once when it comes twice, and still leaves nothing', async () => {
    const ended = await interrupt('[5/7]', ['SIGINT', 'SIGTERM']);
    // Of two that wait together on a busy machine, the system says which comes first.
    expect([130, 143]).toContain(ended.code);
    expect(ended.leftBehind).toBe(false);
    expect(ended.stderr).not.toContain('[6/7]');
  });
});
