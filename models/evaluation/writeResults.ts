/** Keeps what was measured: figures as JSON, tables as Markdown, each with machine, commit and date. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeDevice } from '../takes/device.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';

/** Where and when something was measured. */
export interface Circumstances {
  date: string;
  /** Of the sources; `+` where they had changes that were not committed. */
  commit: string;
  machine: Recipe['device'];
}

/** A report: figures for programs, text for people. */
export interface Report {
  /** File name without ending. */
  name: string;
  title: string;
  figures: unknown;
  /** Markdown, without the title. */
  text: string;
}

/** The circumstances of a measurement that begins now. `provider` ran the packs; `none` where there were none. */
export function circumstances(root: string, provider: string): Circumstances {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commitOf(root),
    machine: describeDevice(provider),
  };
}

function commitOf(root: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  try {
    const changes = git('status', '--porcelain', '--untracked-files=no');
    return git('rev-parse', '--short', 'HEAD') + (changes === '' ? '' : '+');
  } catch {
    // A checkout without git, as in an unpacked archive, can still be measured.
    return 'unknown';
  }
}

/** Writes `name.json` and `name.md` into a folder. */
export function writeResults(folder: string, report: Report, where: Circumstances): void {
  mkdirSync(folder, { recursive: true });
  const { cpu, cores, node, platform } = where.machine;
  const head = `# ${report.title}\n\nMeasured on ${where.date} at ${where.commit}: ${cpu}, ${cores} cores, ${platform}, Node ${node}.`;
  const json = JSON.stringify({ ...where, figures: report.figures }, undefined, 1);
  writeFileSync(join(folder, `${report.name}.json`), `${json}\n`);
  writeFileSync(join(folder, `${report.name}.md`), `${head}\n\n${report.text.trim()}\n`);
}
