/**
 * Does a stranger hear the key that was asked? music21's key finder on our MIDI files, beside our own blind one.
 *
 * music21 compares pitch-class durations with profiles of major and minor (Krumhansl and Schmuckler); it knows no other mode
 * and no cadence. For lydian and mixolydian a major key on the same tonic counts as right, for dorian, phrygian and locrian
 * a minor one; the neighbours that share their notes are what it hears instead.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modes, styles } from '../../bridge/protocol/attributes.ts';
import { composeScore } from '../engines/score/composeScore.ts';
import { isMinorish, readKey } from '../engines/score/theory/scale.ts';
import { scoreToMidi } from '../rendering/midiFile.ts';
import { randomBrief } from './explicitBrief.ts';
import { markdownTable } from './markdownTable.ts';
import { isUnpitched } from './piece.ts';
import { hasAskedKey } from './variety.ts';
import type { Mode, Style } from '../../bridge/protocol/attributes.ts';
import type { Key } from '../engines/score/theory/scale.ts';
import type { Report } from './writeResults.ts';

interface NamedKey {
  tonic: number;
  mode: 'major' | 'minor';
}

interface Judged {
  style: Style;
  mode: Mode;
  key: Key;
  path: string;
  /** By our own finder. */
  isOurs: boolean;
}

/** Composes `count` pieces for every style and mode and lets music21 name their keys. Needs Python with music21. */
export function keysReport(root: string, count: number): Report {
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-keys-'));
  try {
    const pieces = styles.flatMap((style) =>
      modes.flatMap((mode) => composePieces(style, mode, count, folder)),
    );
    const heard = hearKeys(root, pieces);
    return reportOf(pieces, heard, count);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function composePieces(style: Style, mode: Mode, count: number, folder: string): Judged[] {
  return Array.from({ length: count }, (_, seed) => {
    const brief = randomBrief({ style, seed: seed + 500, modes: [mode], bars: 16 });
    const { score } = composeScore({ brief, seed });
    const path = join(folder, `${style}-${mode}-${seed}.mid`);
    const parts = score.parts.filter((part) => !isUnpitched(part));
    writeFileSync(path, scoreToMidi({ ...score, parts }));
    return { style, mode, path, key: readKey(brief.attributes.key.value), isOurs: hasAskedKey(score, brief) };
  });
}

function hearKeys(root: string, pieces: readonly Judged[]): { best: NamedKey; next: NamedKey }[] {
  const python = process.env.LEITMOTIF_PYTHON ?? 'python3';
  const script = join(root, 'models/evaluation/reference/find_keys.py');
  const input = pieces.map((piece) => piece.path).join('\n');
  const run = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (run.status !== 0) {
    throw new Error(
      `music21 could not be asked; set LEITMOTIF_PYTHON to a Python that has it.\n${run.stderr}`,
    );
  }
  const lines = run.stdout.split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as { best: NamedKey; next: NamedKey });
}

function agrees({ key }: Judged, heard: NamedKey | undefined): boolean {
  return heard?.tonic === key.tonicClass && heard.mode === (isMinorish(key.mode) ? 'minor' : 'major');
}

function reportOf(
  pieces: readonly Judged[],
  heard: readonly { best: NamedKey; next: NamedKey }[],
  count: number,
): Report {
  const judged = pieces.map((piece, i) => ({
    ...piece,
    first: agrees(piece, heard[i]?.best),
    second: agrees(piece, heard[i]?.next),
  }));
  const tally = (style: Style, mode: Mode): string => {
    const cell = judged.filter((piece) => piece.style === style && piece.mode === mode);
    return `${cell.filter((piece) => piece.first).length} + ${cell.filter((piece) => piece.second).length}`;
  };
  const functional = judged.filter(({ mode }) => mode === 'major' || mode === 'minor');
  const right = functional.filter((piece) => piece.first).length;
  const ours = judged.filter((piece) => piece.isOurs).length;
  return {
    name: 'keys',
    title: 'Keys heard by a stranger',
    figures: judged.map(({ style, mode, first, second, isOurs }) => ({ style, mode, first, second, isOurs })),
    text: [
      `${count} pieces of 16 bars for every style and mode; in a cell, how many music21 names first + second.`,
      `**Major and minor: ${right} of ${functional.length} at once.** Our own blind finder: ${ours} of ${judged.length} in all seven modes.`,
      'music21 knows major and minor only: dorian, phrygian, mixolydian and locrian share all their notes with another key that it may',
      'prefer, so low figures there say little; low figures in major and minor would be faults.',
      '',
      markdownTable(
        ['style', ...modes],
        styles.map((style) => [style, ...modes.map((mode) => tally(style, mode))]),
      ),
    ].join('\n'),
  };
}
