/**
 * The part of a take that goes to a DAW: cut, written into an inbox file by file, and described by a manifest.
 *
 *   take folder ─► bars → ticks → seconds → frames ─► cutMidi, cutWav ─► files beside the manifest that is still to come
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { LeitmotifError } from '../protocol/errors.ts';
import { takeFilesSchema } from '../protocol/take.ts';
import { tickToSeconds } from '../protocol/tempoMap.ts';
import { ticksPerQuarter } from '../protocol/units.ts';
import { readMidi } from '../../models/rendering/readMidi.ts';
import { barAt, barTick, meterAt } from './barLines.ts';
import { takeOutline } from './takeOutline.ts';
import { cutMidi, noteTrackNames } from './cutMidi.ts';
import { cutWav, wavLayout } from './cutWav.ts';
import type { ClipManifest, ClipPart } from '../protocol/daw.ts';
import type { Role } from '../protocol/roles.ts';
import type { TakeFiles, TakeOutline } from '../protocol/take.ts';
import type { Seconds } from '../protocol/units.ts';
import type { MidiView } from '../../models/rendering/readMidi.ts';
import type { TickSpan } from './cutMidi.ts';

/** What to send. */
export interface ClipAsked {
  /** Absolute path of the take's folder. */
  folder: string;
  what: 'midi' | 'audio' | 'both';
  /** Every role on a track of its own; else one clip of each kind. */
  stems: boolean;
  /** These roles alone. Sound of some roles comes as stems. */
  roles?: readonly Role[] | undefined;
  /** First and last bar of the take; all of it, with its ring-out, unless told. */
  bars?: { from: number; to: number } | undefined;
  track?: string | undefined;
  at: number | 'playhead';
  /** The project takes the clip's tempo. */
  matchTempo: boolean;
  /** The project takes the sections as markers. */
  markers?: boolean;
}

/** Where the files go. */
export interface ClipPlace {
  folder: string;
  id: string;
}

const usualTrack = 'Leitmotif';
const mostMarkers = 1000;

/** What a take is, as far as its clips go. */
interface Take {
  folder: string;
  name: string;
  files: TakeFiles;
  midi: Buffer;
  view: MidiView;
  outline: TakeOutline;
}

interface Span extends TickSpan {
  /** Of the take's sound; absent for all of it. */
  seconds?: { from: Seconds; to: Seconds };
}

/**
 * Writes the files of a clip. The manifest is returned and not written: who has its name may take the clip.
 *
 * @throws LeitmotifError of a take that is damaged (`file-missing`, `midi-undecodable`, `audio-undecodable`), of bars that it does
 * not have (`usage`), of a span without notes or sound (`midi-empty`, `audio-too-short`), `output-unwritable`
 */
export function writeClip(asked: ClipAsked, place: ClipPlace): ClipManifest {
  const take = readTake(asked.folder);
  const span = spanOf(take.view, asked.bars);
  const written: string[] = [];
  try {
    const parts = [
      ...(asked.what === 'audio' ? [] : midiParts(take, span, asked, place, written)),
      ...(asked.what === 'midi' ? [] : audioParts(take, span, asked, place, written)),
    ];
    if (parts.length === 0) throw noSuchRole(asked);
    return manifestOf(take, span, asked, place.id, parts);
  } catch (error) {
    for (const file of written) rmSync(join(place.folder, file), { force: true });
    throw error;
  }
}

function readTake(folder: string): Take {
  const recipe = JSON.parse(textOf(join(folder, 'take.json'))) as { files?: unknown; outline?: unknown };
  const files = takeFilesSchema.safeParse(recipe.files);
  if (!files.success) {
    throw new LeitmotifError('recipe-invalid', {
      what: 'The recipe of this take names no files',
      subject: folder,
      next: 'Make the take again',
    });
  }
  const midi = bytesOf(join(folder, files.data.score));
  const view = readMidi(midi, files.data.score);
  const outline = takeOutline(recipe.outline, view);
  return { folder, name: basename(folder), files: files.data, midi, view, outline };
}

function textOf(path: string): string {
  return bytesOf(path).toString('utf8');
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new LeitmotifError('file-missing', {
      what: 'A file of this take is not there',
      subject: path,
      next: 'Choose the folder of a take, or make it again',
      cause,
    });
  }
}

function spanOf({ meters, tempos, endTick }: MidiView, bars: ClipAsked['bars']): Span {
  if (bars === undefined) return { from: 0, to: endTick };
  const last = barAt(meters, Math.max(0, endTick - 1));
  if (bars.from > bars.to || bars.to > last) {
    throw new LeitmotifError('usage', {
      what: `The take has the bars 1 to ${last}`,
      subject: `bars ${bars.from} to ${bars.to}`,
      next: 'Choose bars that it has, the first one first',
    });
  }
  const span = { from: barTick(meters, bars.from), to: barTick(meters, bars.to + 1) };
  return {
    ...span,
    seconds: { from: tickToSeconds(tempos, span.from), to: tickToSeconds(tempos, span.to) },
  };
}

function midiParts(
  take: Take,
  span: Span,
  asked: ClipAsked,
  place: ClipPlace,
  written: string[],
): ClipPart[] {
  const names = noteTrackNames(take.midi).filter((name) => isWanted(roleOf(name), asked.roles));
  if (names.length === 0) return [];
  if (!asked.stems) {
    const track = trackName(asked, asked.what === 'both' ? 'MIDI' : undefined);
    const keepTrack = (name: string): boolean => names.includes(name);
    return [midiPart(take, span, { keepTrack, mergeAs: track }, track, `${place.id}.mid`, place, written)];
  }
  return names.flatMap((name, i) => {
    const track =
      asked.track === undefined ? `${name} MIDI`.slice(0, 100) : trackName(asked, `${roleOf(name)} MIDI`);
    const options = { keepTrack: (other: string): boolean => other === name, mergeAs: track };
    const file = `${place.id}-${i + 1}-${roleOf(name)}.mid`;
    try {
      return [midiPart(take, span, options, track, file, place, written)];
    } catch (error) {
      // A role may rest in these bars while another plays.
      if (error instanceof LeitmotifError && error.code === 'midi-empty') return [];
      throw error;
    }
  });
}

function midiPart(
  take: Take,
  span: Span,
  options: Parameters<typeof cutMidi>[2],
  track: string,
  file: string,
  place: ClipPlace,
  written: string[],
): ClipPart {
  const bytes = cutMidi(take.midi, span, options);
  writeWhole(join(place.folder, file), bytes);
  written.push(file);
  const view = readMidi(bytes, file);
  const notes = view.parts.flatMap((part) =>
    part.notes.map(({ pitch, tick, duration, midiVelocity }): [number, number, number, number] => [
      pitch,
      tick / ticksPerQuarter,
      duration / ticksPerQuarter,
      midiVelocity,
    ]),
  );
  return {
    kind: 'midi',
    file,
    track,
    seconds: tickToSeconds(view.tempos, view.endTick),
    notes: notes.sort((a, b) => a[1] - b[1] || a[0] - b[0]),
  };
}

function audioParts(
  take: Take,
  span: Span,
  asked: ClipAsked,
  place: ClipPlace,
  written: string[],
): ClipPart[] {
  const { stems, mix } = take.files;
  const asStems = asked.stems || asked.roles !== undefined;
  if (asStems && stems.length === 0) {
    throw new LeitmotifError('file-missing', {
      what: 'This take has no stems',
      subject: take.folder,
      next: 'Send the whole sound, or make the take with stems',
    });
  }
  const sources = asStems
    ? stems
        .filter(({ role }) => isWanted(role, asked.roles))
        .map(({ role, path }, i) => ({
          path,
          track:
            asked.track === undefined
              ? `${role} audio`
              : trackName(asked, stems.length > 1 ? role : undefined),
          file: `${place.id}-${i + 1}-${role}.wav`,
        }))
    : [{ path: mix, track: trackName(asked), file: `${place.id}.wav` }];
  return sources.map(({ path, track, file }) => {
    const source = isAbsolute(path) ? path : join(take.folder, path);
    const { sampleRate } = wavLayout(source);
    const from = (span.seconds?.from ?? 0) * sampleRate;
    const to = (span.seconds?.to ?? Infinity) * sampleRate;
    const frames = cutWav(source, join(place.folder, file), from, to);
    written.push(file);
    return { kind: 'audio', file, track, seconds: frames / sampleRate };
  });
}

function manifestOf(
  { view, name, outline }: Take,
  span: Span,
  { at, matchTempo, bars, markers }: ClipAsked,
  id: string,
  parts: ClipPart[],
): ClipManifest {
  const { numerator, denominator } = meterAt(view.meters, span.from);
  const tempos = view.tempos.filter(({ tick }) => tick < span.to);
  const first = tempos.filter(({ tick }) => tick <= span.from).at(-1)?.microsecondsPerQuarter ?? 500_000;
  const later = tempos.filter(({ tick }) => tick > span.from);
  return {
    leitmotifClip: 1,
    id,
    title: bars === undefined ? name.slice(0, 150) : `${name.slice(0, 150)} ${bars.from}-${bars.to}`,
    at,
    quarters: (span.to - span.from) / ticksPerQuarter,
    tempo: Number((60_000_000 / first).toFixed(4)),
    hasOneTempo: later.every(({ microsecondsPerQuarter }) => microsecondsPerQuarter === first),
    meter: `${numerator}/${denominator}`,
    matchTempo,
    ...(markers === true ? { markers: markersIn(outline, span) } : {}),
    parts,
  };
}

/** Sections that begin within a span; the one that goes on at its beginning, there. */
function markersIn({ sections }: TakeOutline, { from, to }: Span): NonNullable<ClipManifest['markers']> {
  const standing = sections.findLast(({ tick }) => tick <= from);
  const later = sections.filter(({ tick }) => tick > from && tick < to);
  return [...(standing === undefined ? [] : [{ ...standing, tick: from }]), ...later]
    .slice(0, mostMarkers)
    .map(({ label, tick }) => ({ name: label, quarters: (tick - from) / ticksPerQuarter }));
}

/** Tracks of a score are named `lead: Oboe`. */
function roleOf(trackName: string): string {
  return /^\w+/.exec(trackName)?.[0] ?? 'part';
}

function isWanted(role: string, roles: readonly Role[] | undefined): boolean {
  return roles === undefined || roles.some((one) => one === role);
}

function trackName({ track = usualTrack }: ClipAsked, suffix?: string): string {
  return suffix === undefined ? track : `${track.slice(0, 70)} ${suffix}`;
}

function noSuchRole({ folder, roles }: ClipAsked): LeitmotifError {
  return new LeitmotifError('midi-empty', {
    what: `Nobody plays ${roles === undefined ? 'here' : roles.join(', ')}`,
    subject: folder,
    next: 'Choose other roles or other bars',
  });
}

function writeWhole(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
  } catch (cause) {
    rmSync(`${path}.part`, { force: true });
    throw new LeitmotifError('output-unwritable', {
      what: 'The clip cannot be written',
      subject: path,
      next: 'Free some space, or choose another inbox',
      cause,
    });
  }
}
