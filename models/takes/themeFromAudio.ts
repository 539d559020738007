/** A theme that somebody sang, hummed, whistled or played: a recording becomes degrees and quarters. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { fewestThemeNotes, themeFault } from '../../bridge/protocol/themes.ts';
import { readAudioFile } from '../conditions/audioFile.ts';
import { hearMelody } from '../perception/hearMelody.ts';
import { estimateKey } from '../perception/keyEstimate.ts';
import { beatsOfLine } from './beatsOfLine.ts';
import { keyOf } from './measureTake.ts';
import { firstPhrase, themeFromLine } from './themeFromNotes.ts';
import type { BeatsPerMinute, Seconds } from '../../bridge/protocol/units.ts';
import type { AudioFile } from '../conditions/audioFile.ts';
import type { HeardMelody } from '../perception/hearMelody.ts';
import type { PackPitchDetector } from '../perception/pitchDetector.ts';
import type { ImportedTheme } from './importTheme.ts';
import type { LineNote } from './themeFromNotes.ts';

/** A theme from a recording, with what the person should know about how it was heard. */
export interface SungTheme extends ImportedTheme {
  notes: string[];
}

/** What is known of a recording. */
export interface SungOptions {
  /** Tempo in quarters a minute; found where it is not given. */
  tempo?: BeatsPerMinute | undefined;
  /** Such as `D minor`; found where it is not given. */
  key?: string | undefined;
  /** The part of the recording, from its beginning; without it the first phrase of the whole is taken. */
  part?: readonly [Seconds, Seconds] | undefined;
  signal?: AbortSignal | undefined;
}

/** Longest part that is listened to: who sings a theme has sung it by then. */
const longest: Seconds = 60;
/** Shares of the sound in which a melody has to be heard, and its mean certainty. Ours, from noise, speech and singing. */
const least = { voiced: 0.4, strength: 0.35 } as const;
/** Notes mostly this short with so much of the sound between them are syllables that are spoken. Ours, from speech made by a program. */
const spoken = { median: 0.22 as Seconds, voiced: 0.9, notes: 6 } as const;
/** From this share on other voices are told of. */
const notAlone = 0.3;

/**
 * Listens to a recording and makes a theme of it.
 *
 * @throws LeitmotifError `audio-too-long`, `audio-unpitched`, `themes-invalid`, `usage` for a part outside the recording, and those of
 *   {@link readAudioFile} and {@link hearMelody}
 */
export async function themeFromAudio(
  path: string,
  detector: Pick<PackPitchDetector, 'listen'>,
  { tempo, key, part, signal }: SungOptions = {},
): Promise<SungTheme> {
  const file = await readAudioFile(path, { signal });
  const heard = await hearMelody(partOf(file, part), detector, { signal });
  expectMelody(heard, path);
  const line = beatsOfLine(heard.notes, tempo);
  const chosen = part === undefined ? firstPhrase(line.notes) : line.notes;
  const name = key ?? estimateKey(sharesOf(line.notes))?.value ?? 'C major';
  const motif = themeFromLine(chosen, keyOf(name), path);
  const fault = themeFault({ motif });
  if (fault !== undefined)
    throw new LeitmotifError('themes-invalid', {
      what: `This is no theme: ${fault}`,
      subject: path,
      next: 'Sing or play a melody that moves',
    });
  const count =
    chosen.length < line.notes.length ? `the first ${chosen.length} of ${line.notes.length} notes` : '';
  const from = [`heard in ${name} at ${Math.round(line.tempo)} BPM`, count].filter((text) => text !== '');
  return { motif, from: from.join(', '), notes: [...file.notes, ...notesOn(heard, count !== '')] };
}

function partOf(
  { path, seconds, sampleRate, stereo }: AudioFile,
  part: readonly [Seconds, Seconds] | undefined,
): Pick<AudioFile, 'stereo' | 'sampleRate'> {
  const [from, to] = part ?? [0, seconds];
  if (from >= seconds)
    throw new LeitmotifError('usage', {
      what: `The recording lasts ${seconds.toFixed(1)} s, and the part begins after its end`,
      subject: `--part ${from}-${to}`,
      next: 'Give seconds within the recording',
    });
  if (Math.min(to, seconds) - from > longest)
    throw new LeitmotifError('audio-too-long', {
      what: `A theme is looked for in ${longest} s at most, and here are ${(Math.min(to, seconds) - from).toFixed(0)} s`,
      subject: path,
      next: 'Name the part that has the theme in it, such as --part 3-12',
    });
  const cut = (channel: Float32Array): Float32Array =>
    channel.subarray(Math.round(from * sampleRate), Math.round(to * sampleRate));
  const left = cut(stereo[0]);
  return { sampleRate, stereo: [left, stereo[0] === stereo[1] ? left : cut(stereo[1])] };
}

function expectMelody({ notes, voiced }: HeardMelody, subject: string): void {
  const strength = notes.reduce((sum, note) => sum + note.strength, 0) / Math.max(1, notes.length);
  if (notes.length === 0 || voiced < least.voiced || strength < least.strength)
    throw new LeitmotifError('audio-unpitched', {
      what: 'No melody can be heard in the recording: it has no pitch, or none for long enough',
      subject,
      next: 'Sing, hum, whistle or play one voice near the microphone, without other sounds',
    });
  const lengths = notes.map(({ duration }) => duration).sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  if (notes.length >= spoken.notes && median < spoken.median && voiced < spoken.voiced)
    throw new LeitmotifError('audio-unpitched', {
      what: 'No melody can be heard in the recording: its pitch moves as in speech',
      subject,
      next: 'Sing or hum it, and hold the notes',
    });
  if (notes.length >= fewestThemeNotes) return;
  throw new LeitmotifError('themes-invalid', {
    what: `${notes.length === 1 ? 'One note was' : `${notes.length} notes were`} heard, and a theme has at least ${fewestThemeNotes}`,
    subject,
    next: 'Sing or play more of it, and part notes of the same pitch clearly',
  });
}

function sharesOf(line: readonly LineNote[]): number[] {
  const shares = new Array<number>(12).fill(0);
  for (const { pitch, duration } of line) shares[pitch % 12] = (shares[pitch % 12] ?? 0) + duration;
  return shares;
}

function notesOn({ tuning, shared }: HeardMelody, isCut: boolean): string[] {
  const notes: string[] = [];
  if (isCut) notes.push('The first phrase was taken; another part is named with --part, in seconds.');
  if (shared >= notAlone)
    notes.push('More than one voice sounds in the recording; the line that is heard most surely was taken.');
  if (tuning !== 0) {
    const off = Math.abs(tuning) === 0.5 ? 'between two keys of a piano' : 'off A4 = 440 Hz';
    notes.push(`The recording is ${off}; it was taken as if it were in tune.`);
  }
  return notes;
}
