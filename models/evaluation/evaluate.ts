/**
 * `npm run evaluate [-- part …]`: measures what the project claims, and keeps tables in `results/`.
 *
 * Parts: `realMusic`, `variety`, `styles`, `checklist`, `conditions`, `spread`, `hits`, `kept`, `themes`, `loops`, `keys`, `pictures`; all of them
 * unless named.
 * `keys` asks music21 and needs a Python that has it (`LEITMOTIF_PYTHON`, else `python3`); without it the rest goes on.
 * `reference --notes corpus.jsonl` measures real music anew (see reference/export_corpus.py), and
 * `musflow --set FOLDER [--clips N] [--training-clips N] [--packs FOLDER]` the musflow engine; neither is among "all".
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findInstallation } from '../takes/installation.ts';
import { checklistReport } from './checklist.ts';
import { styleReport } from './classifier/styleReport.ts';
import { conditionsReport } from './conditionsReport.ts';
import { writePictures } from './pictures/writePictures.ts';
import { hitsReport } from './hitsReport.ts';
import { keptReport } from './keptReport.ts';
import { keysReport } from './keysReport.ts';
import { loopsReport } from './loopsReport.ts';
import { realMusicReport } from './realMusic.ts';
import { runMusflow } from './musflow/runMusflow.ts';
import { measureCorpus } from './reference/measureCorpus.ts';
import { spreadReport } from './spreadReport.ts';
import { themesReport } from './themesReport.ts';
import { varietyReport } from './variety.ts';
import { circumstances, writeResults } from './writeResults.ts';
import type { MusflowRunOptions } from './musflow/runMusflow.ts';
import type { CollectionFigures } from './reference/measureCorpus.ts';
import type { Report } from './writeResults.ts';

const { root } = findInstallation();
const here = join(root, 'models/evaluation');
const corpusPath = join(here, 'reference/corpus.json');

/** Every part that makes a report, in the order in which they run. */
const reports: Readonly<Record<string, () => Report | Promise<Report>>> = {
  realMusic: () => realMusicReport(readCorpus(), 200),
  variety: () => varietyReport(100),
  styles: () => styleReport(40),
  checklist: () => checklistReport(40),
  conditions: () => conditionsReport(root),
  spread: () => spreadReport(root, 200),
  hits: () => hitsReport(500),
  kept: () => keptReport(200),
  loops: () => loopsReport(5),
  themes: () => themesReport(120),
  keys: () => keysReport(root, 8),
};

function readCorpus(): Record<string, CollectionFigures> {
  const { collections } = JSON.parse(readFileSync(corpusPath, 'utf8')) as {
    collections: Record<string, CollectionFigures>;
  };
  return collections;
}

function writeReference(notes: string): void {
  const source =
    "music21's corpus (scores in the public domain or free to use; see music21's corpus licence)";
  mkdirSync(join(here, 'reference'), { recursive: true });
  writeFileSync(
    corpusPath,
    `${JSON.stringify({ source, collections: measureCorpus(notes) }, undefined, 2)}\n`,
  );
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      notes: { type: 'string' },
      set: { type: 'string' },
      packs: { type: 'string' },
      clips: { type: 'string' },
      'training-clips': { type: 'string' },
    },
  });
  if (positionals.includes('musflow')) {
    const { set, packs, clips, 'training-clips': trainingClips } = values;
    if (set === undefined)
      throw new Error('musflow needs --set FOLDER, as "leitmotif dataset build" writes it');
    await evaluateEngine({
      ...{ set, packs },
      clips: countOf(clips, '--clips'),
      trainingClips: countOf(trainingClips, '--training-clips'),
    });
    return;
  }
  if (positionals.includes('reference')) {
    if (values.notes === undefined)
      throw new Error('reference needs --notes FILE, as export_corpus.py writes it');
    writeReference(values.notes);
    return;
  }
  const wanted = positionals.length === 0 ? [...Object.keys(reports), 'pictures'] : positionals;
  for (const part of wanted) {
    try {
      await runPart(part);
    } catch (error) {
      // One part that cannot be measured here must not lose the others; the exit code tells.
      say(`${part}: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  }
}

function countOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined || /^[1-9]\d*$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new Error(`${name} takes a whole number above 0, not "${text}"`);
}

/** Ctrl-C ends it after the clip that is being made; the next call goes on from there. */
async function evaluateEngine(
  options: Pick<MusflowRunOptions, 'set' | 'packs' | 'clips' | 'trainingClips'>,
): Promise<void> {
  const abort = new AbortController();
  process.once('SIGINT', () => {
    abort.abort();
  });
  const results = join(here, 'results');
  const report = await runMusflow({
    ...options,
    results,
    signal: abort.signal,
    onProgress: ({ variant, done, of }) => {
      process.stderr.write(`\r\x1b[K${variant}: ${done} of ${of}`);
    },
  });
  process.stderr.write('\n');
  writeResults(results, report, circumstances(root, 'cpu'));
}

async function runPart(part: string): Promise<void> {
  const start = performance.now();
  if (part === 'pictures') {
    await writePictures(root);
  } else {
    const make = reports[part];
    if (make === undefined)
      throw new Error(`No part "${part}"; there are ${Object.keys(reports).join(', ')}, pictures`);
    const report = await make();
    writeResults(join(here, 'results'), report, circumstances(root, 'cpu'));
  }
  say(`${part}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

await main();
