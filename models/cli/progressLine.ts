/** Progress on standard error: one line that is written over on a terminal, else one plain line a stage. */
import { stages, throttleProgress } from '../../bridge/protocol/progress.ts';
import type { ProgressListener, ProgressReport, Stage } from '../../bridge/protocol/progress.ts';
import type { Terminal } from './terminal.ts';

/** Shows reports until it is ended. */
export interface ProgressLine {
  report: ProgressListener;
  /** Leaves the terminal as it was found. */
  end(): void;
}

const doing: Readonly<Record<Stage, string>> = {
  read: 'Reading',
  perceive: 'Perceiving',
  brief: 'Briefing',
  compose: 'Composing',
  render: 'Rendering',
  measure: 'Measuring',
  write: 'Writing',
};

/** Shows nothing. */
export const noProgress: ProgressLine = { report: () => undefined, end: () => undefined };

/** Progress for the given terminal. */
export function progressLine(terminal: Terminal): ProgressLine {
  return terminal.canRewrite ? rewrittenLine(terminal) : plainLines(terminal);
}

function rewrittenLine(terminal: Terminal): ProgressLine {
  const report = throttleProgress((progress) => {
    terminal.err(`\r\x1b[K${sentence(progress).slice(0, terminal.width - 1)}`);
  }, performance.now.bind(performance));
  return {
    report,
    end: () => {
      terminal.err('\r\x1b[K');
    },
  };
}

function plainLines(terminal: Terminal): ProgressLine {
  let shown: Stage | undefined;
  return {
    report: (progress) => {
      if (progress.stage === shown) return;
      shown = progress.stage;
      terminal.err(`${sentence(progress)}\n`);
    },
    end: () => undefined,
  };
}

function sentence({ stage, step, of, detail }: ProgressReport): string {
  const place = `[${stages.indexOf(stage) + 1}/${stages.length}]`;
  const share = of === undefined || of === 0 || step === 0 ? '' : ` ${Math.floor((100 * step) / of)} %`;
  return `${place} ${doing[stage]}${share}${detail === undefined ? '' : `: ${detail}`}`;
}
