/** The options that choose the engine and say how it works; they become the cue's `engine` and `musflow`. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { gridNames, musflowOfCueSchema, musflowRanges, solverNames } from '../../bridge/protocol/musflow.ts';
import { parseNumber } from './parseNumber.ts';
import type { Command } from 'commander';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { GridName, RepaintRange, SolverName } from '../../bridge/protocol/musflow.ts';

/** Options as commander hands them over. */
export interface EngineOptions {
  engine?: Cue['engine'];
  steps?: number;
  guidance?: number;
  temperature?: number;
  solver?: SolverName;
  grid?: GridName;
  candidates?: number;
  /** False with `--no-score`. */
  score?: boolean;
  loop?: true;
  from?: string;
  noise?: number;
  repaint?: RepaintRange;
  slideTo?: string;
}

type NumberName = 'steps' | 'guidance' | 'temperature' | 'candidates' | 'noise';

/** Adds `--engine` and all that the musflow engine takes. */
export function addEngineOptions(command: Command): Command {
  const number = (name: NumberName, integer: boolean) => (text: string) =>
    parseNumber(`--${name}`, text, { ...musflowRanges[name], integer });
  return command
    .optionsGroup('Engine:')
    .addOption(
      new Option(
        '--engine <name>',
        'what makes the music; auto takes what measured best, any setting of musflow takes musflow',
      ).choices(['auto', 'score', 'musflow']),
    )
    .option('--steps <n>', 'musflow: steps of the solver, 1 to 200 (default: 10)', number('steps', true))
    .option(
      '--guidance <n>',
      'musflow: 0 ignores picture, story and caption, 1 follows, more exaggerates; the score stays (default: 2)',
      number('guidance', false),
    )
    .option(
      '--temperature <n>',
      'musflow: deviation of the noise that it starts from, 0 to 1: less is smoother (default: 0.33)',
      number('temperature', false),
    )
    .addOption(new Option('--solver <name>', 'musflow: how it is solved').choices(solverNames))
    .addOption(new Option('--grid <name>', 'musflow: how the steps lie in time').choices(gridNames))
    .option(
      '--candidates <n>',
      'musflow: make so many of each window and keep the one nearest to the conditions',
      number('candidates', true),
    )
    .option('--no-score', 'musflow: follow the conditions alone, where its packs allow it')
    .option('--loop', 'musflow: the end leads into the beginning')
    .option('--from <take>', 'musflow: start from a take; conditions may then be left out')
    .option(
      '--noise <n>',
      'musflow: with --from, how far to leave the take, 0 to 1 (default: 0.5)',
      number('noise', false),
    )
    .option('--repaint <a-b>', 'musflow: with --from, make only the seconds a to b anew', parseRepaint)
    .option('--slide-to <cue>', 'musflow: arrive at the conditions of another cue document');
}

/**
 * The cue with what was typed of the engine. A setting of musflow chooses it where nothing else was said: nobody types one to have it ignored.
 *
 * @throws LeitmotifError `usage` for settings of musflow where another engine is named
 */
export function withEngine(cue: Cue, options: EngineOptions): Cue {
  const { steps, guidance, temperature, solver, grid, candidates, loop, noise, repaint, from, slideTo } =
    options;
  const typed = Object.entries({
    ...{ steps, guidance, temperature, solver, grid, candidates, loop, noise, repaint },
    score: options.score === false ? false : undefined,
    // What was typed is relative to where it was typed.
    from: from === undefined ? undefined : resolve(from),
    slideTo: slideTo === undefined ? undefined : resolve(slideTo),
  }).filter(([, value]) => value !== undefined);
  const usual = typed.length > 0 && cue.engine === 'auto' ? 'musflow' : cue.engine;
  const engine = options.engine ?? usual;
  if (typed.length === 0) return { ...cue, engine };
  if (engine === 'score') throw otherEngine(typed.map(([name]) => name));
  return {
    ...cue,
    engine,
    musflow: musflowOfCueSchema.parse({ ...cue.musflow, ...Object.fromEntries(typed) }),
  };
}

function parseRepaint(text: string): RepaintRange {
  const [, from = '', to = ''] = /^([\d.]+)-([\d.]+)$/.exec(text.trim()) ?? [];
  const range = { from: Number(from), to: Number(to) };
  if (from !== '' && range.from < range.to && range.to <= musflowRanges.seconds.max) return range;
  throw new LeitmotifError('usage', {
    what: '--repaint needs a range of seconds, the first below the second',
    subject: `--repaint ${text}`,
    next: 'Write, for example, --repaint 3-6.5',
  });
}

function otherEngine(names: readonly string[]): LeitmotifError {
  return new LeitmotifError('usage', {
    what: 'These are settings of the engine musflow',
    subject: names.map((name) => `--${name}`).join(', '),
    next: 'Add --engine musflow, or leave them out',
  });
}
