/** Thirty conditions and some mixtures, each with its brief and with what was measured of its take. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findInstallation } from '../takes/installation.ts';
import { Stack } from '../takes/stack.ts';
import { markdownTable } from './markdownTable.ts';
import { conditionsFolder, sampleCues } from './sampleConditions.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';
import type { NamedCue } from './sampleConditions.ts';
import type { Cell } from './markdownTable.ts';
import type { Report } from './writeResults.ts';

/** Length of the takes; the brief of a caption that says a length wins over it nowhere, since it is given outright. */
const seconds = 24;

interface Result {
  named: NamedCue;
  recipe: Recipe;
}

/** Makes a take of every condition and reports briefs and measurements. */
export async function conditionsReport(root: string): Promise<Report> {
  const out = mkdtempSync(join(tmpdir(), 'leitmotif-conditions-'));
  const stack = new Stack(findInstallation());
  const results: Result[] = [];
  try {
    for (const named of sampleCues(root)) {
      const cue = { ...named.cue, attributes: { ...named.cue.attributes, seconds } };
      const [take] = await stack.compose({
        ...{ cue, out, folder: conditionsFolder(root), seed: 1, count: 1 },
        ...{ stems: false, sampleRate: 44_100 },
      });
      if (take !== undefined) results.push({ named, recipe: take.recipe });
    }
  } finally {
    await stack.close();
    rmSync(out, { recursive: true, force: true });
  }
  return reportOf(results);
}

function reportOf(results: readonly Result[]): Report {
  const failed = results.filter(({ recipe }) => recipe.measured.failures.length > 0);
  const remade = results.filter(({ recipe }) => recipe.measured.remade);
  return {
    name: 'conditions',
    title: 'Thirty conditions and some mixtures',
    figures: results.map(figuresOf),
    text: [
      `Each became a take of ${seconds} seconds with seed 1. ${results.length - failed.length} of ${results.length} takes kept their brief in every`,
      `measurement, ${remade.length} of them at the second attempt; **${failed.length} missed something**.`,
      '',
      '## Briefs',
      '',
      markdownTable(
        ['condition', 'kind', 'style', 'key', 'BPM', 'meter', 'valence', 'arousal', 'tension', 'instruments'],
        results.map(briefRow),
      ),
      '',
      '## Measured',
      '',
      markdownTable(
        ['condition', 'key found', 'BPM', 's', 'LUFS', 'dBTP', 'silence s', 'notes', 'missed'],
        results.map(measuredRow),
      ),
      '',
      '## Descriptions',
      '',
      ...results.map(
        ({ named, recipe }) => `- **${named.name}** (${named.kind}): ${recipe.brief.description}`,
      ),
    ].join('\n'),
  };
}

function briefRow({ named, recipe }: Result): Cell[] {
  const at = recipe.brief.attributes;
  const players = at.instruments.value.map((entry) => entry.instrument).join(', ');
  return [
    ...[named.name, named.kind, at.style.value, at.key.value, Math.round(at.tempo.value), at.meter.value],
    ...[at.valence.value, at.arousal.value, at.tension.value].map((value) => value.toFixed(2)),
    players,
  ];
}

function measuredRow({ named, recipe }: Result): Cell[] {
  const { measured } = recipe;
  return [
    ...[named.name, measured.key, measured.tempo.toFixed(1), measured.seconds.toFixed(3)],
    ...[measured.loudness.toFixed(2), measured.truePeak.toFixed(2), measured.longestSilence.toFixed(2)],
    measured.notes,
    measured.failures.join('; '),
  ];
}

function figuresOf({ named, recipe }: Result): unknown {
  const { brief, measured, seed } = recipe;
  const attributes = Object.entries(brief.attributes).map(([name, { value, source }]) => [
    name,
    { value, source },
  ]);
  return {
    ...{ name: named.name, kind: named.kind, seed, description: brief.description },
    ...{
      attributes: Object.fromEntries(attributes) as unknown,
      shares: brief.shares,
      notes: brief.notes,
      measured,
    },
  };
}
