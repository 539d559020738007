import { describe, expect, it } from 'vitest';
import { stages } from '../../../../bridge/protocol/progress.ts';
import { progressLine } from '../../../../models/cli/progressLine.ts';
import type { Terminal } from '../../../../models/cli/terminal.ts';

function recordingTerminal(canRewrite: boolean): { terminal: Terminal; printed: string[] } {
  const printed: string[] = [];
  const terminal: Terminal = {
    out: () => undefined,
    err: (text) => void printed.push(text),
    canRewrite,
    width: 24,
    flush: () => Promise.resolve(),
  };
  return { terminal, printed };
}

describe('progress', () => {
  it('is one plain line a stage where lines cannot be written over', () => {
    const { terminal, printed } = recordingTerminal(false);
    const progress = progressLine(terminal);
    for (const stage of stages) {
      for (let step = 0; step <= 100; step++) progress.report({ stage, step, of: 100 });
    }
    progress.end();
    expect(printed).toHaveLength(stages.length);
    expect(printed.join('')).not.toContain('\x1b');
  });

  it('writes over one line on a terminal, never wider than it, and leaves it empty', () => {
    const { terminal, printed } = recordingTerminal(true);
    const progress = progressLine(terminal);
    progress.report({
      stage: 'render',
      step: 50,
      of: 100,
      detail: 'lead: a very long name of an instrument',
    });
    progress.report({ stage: 'render', step: 100, of: 100 });
    progress.end();
    expect(printed).toEqual(['\r\x1b[K[5/7] Rendering 50 %: l', '\r\x1b[K[5/7] Rendering 100 %', '\r\x1b[K']);
  });
});
