/** Themes that are taken from what is there: a take's score, or a MIDI file. */
import { dirname } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { midiKey } from '../perception/midiKey.ts';
import { readMidiFile } from '../conditions/midiFile.ts';
import { melodyPart } from './melodyPart.ts';
import { keyOf } from './measureTake.ts';
import { recipeScore } from './recipeScore.ts';
import { readRecipe } from './recipe.ts';
import { firstPhrase, lineOf, mainMotif, themeFromLine } from './themeFromNotes.ts';
import type { Role } from '../../bridge/protocol/roles.ts';
import type { ThemeNotes } from '../../bridge/protocol/themes.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';
import type { MidiView } from '../rendering/readMidi.ts';
import type { LineNote } from './themeFromNotes.ts';

/** First and last bar, from 1. */
export type BarRange = readonly [number, number];

/** A theme's notes with where they are from, in words. */
export interface ImportedTheme {
  motif: ThemeNotes;
  from: string;
}

/**
 * The main motif of a take, or what a role plays in a range of bars. `path` is the recipe.
 *
 * @throws LeitmotifError `themes-invalid` where the role is not there or plays too little; those of {@link readRecipe}
 */
export async function themeFromTake(
  path: string,
  { role = 'lead', bars }: { role?: Role | undefined; bars?: BarRange | undefined },
): Promise<ImportedTheme> {
  const score = recipeScore(await readRecipe(path), dirname(path));
  const melodic = score.parts.filter((part) => part.role !== 'percussion');
  const notes = melodic.filter((part) => part.role === role).flatMap((part) => part.notes);
  if (notes.length === 0) {
    const there = [...new Set(melodic.map((part) => part.role))].join(', ');
    throw unusable(
      `The take has no ${role} that could be a theme`,
      path,
      `Name one of its roles with --role: ${there}`,
    );
  }
  const line = lineOf(within(notes, bars, (bar) => tickOfBar(score, bar)));
  const chosen = bars === undefined ? mainMotif(line) : line;
  const at = chosen[0]?.tick ?? 0;
  const key = score.keys.findLast(({ tick }) => tick <= at) ?? score.keys[0];
  const name = key === undefined ? 'C major' : `${key.tonic} ${key.mode}`;
  return { motif: themeFromLine(chosen, keyOf(name), path), from: `${role} of the take, in ${name}` };
}

/**
 * The melody of a MIDI file: its first phrase, or a range of bars, as degrees of its key.
 *
 * @throws LeitmotifError `themes-invalid` where the track is not there or plays too little; those of {@link readMidiFile}
 */
export async function themeFromMidi(
  path: string,
  { track, bars, key }: { track?: string | undefined; bars?: BarRange | undefined; key?: string | undefined },
  signal?: AbortSignal,
): Promise<ImportedTheme> {
  const { view } = await readMidiFile(path, { signal });
  const part = melodyPart(view, track, { subject: path, code: 'themes-invalid' });
  const line = lineOf(within(part.notes, bars, (bar) => tickOfMidiBar(view, bar)));
  const name = key ?? midiKey(view)?.value ?? 'C major';
  const chosen = bars === undefined ? firstPhrase(line) : line;
  const title = part.name === '' ? 'the melody' : part.name;
  return { motif: themeFromLine(chosen, keyOf(name), path), from: `${title}, in ${name}` };
}

function within(
  notes: readonly LineNote[],
  bars: BarRange | undefined,
  tickOf: (bar: number) => Ticks,
): LineNote[] {
  if (bars === undefined) return [...notes];
  // A player may be a little early.
  const early = 30;
  const [from, to] = [tickOf(bars[0]) - early, tickOf(bars[1] + 1) - early];
  return notes.filter(({ tick }) => tick >= from && tick < to);
}

interface MeterAt {
  tick: Ticks;
  bar: Ticks;
}

function tickOfBar(score: { meters: { tick: Ticks; meter: string }[] }, bar: number): Ticks {
  return barStart(
    score.meters.map(({ tick, meter }) => {
      const [upper = 4, lower = 4] = meter.split('/').map(Number);
      return { tick, bar: (upper * 1920) / lower };
    }),
    bar,
  );
}

function tickOfMidiBar({ meters }: MidiView, bar: number): Ticks {
  return barStart(
    meters.map(({ tick, numerator, denominator }) => ({ tick, bar: (numerator * 1920) / denominator })),
    bar,
  );
}

/** The tick at which a bar begins, counted from 1; 4/4 where nothing is said. */
function barStart(meters: readonly MeterAt[], bar: number): Ticks {
  let [tick, length] = [0, 1920];
  for (let i = 1; i < bar; i++) {
    length = meters.findLast((meter) => meter.tick <= tick)?.bar ?? length;
    tick += length;
  }
  return tick;
}

function unusable(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('themes-invalid', { what, subject, next });
}
