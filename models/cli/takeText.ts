/** A finished take for a person: where the files are and what was measured. */
import { join, relative } from 'node:path';
import { textTable } from './textTable.ts';
import type { Take } from '../takes/take.ts';

/** Writes a take as text, ending with a line break. */
export function takeText(take: Take, from: string): string {
  const { measured, files, seed, timings, engine } = take.recipe;
  const rows = [
    [
      files.mix,
      `${measured.seconds.toFixed(2)} s, ${measured.loudness.toFixed(1)} LUFS, peak ${measured.truePeak.toFixed(1)} dBTP`,
    ],
    [files.score, `${measured.notes} notes, ${measured.key}, ${measured.tempo} BPM`],
    ...files.stems.map(({ path, instrument, role }) => [path, `${role}: ${instrument}`]),
    [files.recipe, `${engineText(engine)}seed ${seed}, made in ${(timings.total ?? 0).toFixed(1)} s`],
  ];
  const remade = measured.remade
    ? ['The first score missed the brief; another one was composed with another seed.']
    : [];
  const hits = (measured.hits ?? []).map(({ label, id, asked, errorMs, met, how }) => {
    const error = `${errorMs > 0 ? '+' : ''}${errorMs.toFixed(0)} ms`;
    return `hit "${label === '' ? id : label}" at ${asked} s: ${met ? 'met' : 'missed'}, ${error}, ${how}`;
  });
  const themes = (measured.themes ?? []).map(({ name, role, bar, seconds, how, found }) => {
    const place = `bar ${bar} (${seconds.toFixed(1)} s), ${role}`;
    return `theme "${name}" at ${place}: ${how}${found ? '' : ', not found in the notes'}`;
  });
  const failures = measured.failures.map((failure) => `It misses the brief: ${failure}.`);
  return [shown(take.folder, from), textTable(rows), ...hits, ...themes, ...remade, ...failures, ''].join(
    '\n',
  );
}

/** What `auto` took is told with the reason; the score engine alone, which was asked for, needs no word. */
function engineText({ name, asked, reason }: Take['recipe']['engine']): string {
  const why = asked === 'auto' && reason !== undefined ? ` (${reason})` : '';
  return name === 'score' && why === '' ? '' : `engine ${name}${why}, `;
}

function shown(folder: string, from: string): string {
  const path = relative(from, folder);
  return join(path.startsWith('..') ? folder : path, '/');
}
