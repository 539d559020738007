/** A MIDI file that someone else wrote becomes notes, tempi, meters and keys. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { readMidi } from '../rendering/readMidi.ts';
import { fileKind } from './fileKind.ts';
import { readInputFile } from './inputFile.ts';
import type { MidiView } from '../rendering/readMidi.ts';
import type { InputFile, InputIdentity } from './inputFile.ts';

/** A MIDI file that was read. */
export interface MidiFile extends InputIdentity {
  path: string;
  view: MidiView;
}

/** A symphony is a tenth of this. */
const maxFileBytes = 8_000_000;

/**
 * Reads a Standard MIDI File.
 *
 * @throws LeitmotifError those of {@link readInputFile}; `midi-undecodable` (something else, damaged, or too large),
 *   `midi-empty` (no notes), `cancelled`
 */
export async function readMidiFile(
  path: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<MidiFile> {
  const next = 'Use a Standard MIDI File of one piece of music';
  const limit = { bytes: maxFileBytes, code: 'midi-undecodable', next } as const;
  const file = await readInputFile(path, limit, options.signal);
  const view = notesOf(file);
  if (isCutShort(file.content)) throw undecodable(damaged, path);
  if (view.parts.length === 0) {
    const what = 'There are no notes in the MIDI file';
    throw new LeitmotifError('midi-empty', { what, subject: path, next: 'Use one with music in it' });
  }
  const { sha256, bytes } = file;
  return { path, sha256, bytes, view };
}

function notesOf(file: InputFile): MidiView {
  try {
    return readMidi(file.content, file.path);
  } catch (cause) {
    if (!(cause instanceof LeitmotifError)) throw cause;
    const kind = fileKind(file.content);
    const isMidi = kind.kind === 'other' && kind.what === 'a MIDI file';
    const what = countsFrames(file.content) ? 'The MIDI file counts frames of film, not beats' : damaged;
    throw undecodable(isMidi ? what : 'This is not a MIDI file', file.path, cause);
  }
}

const damaged = 'The MIDI file is damaged or cut short';

function undecodable(what: string, subject: string, cause?: unknown): LeitmotifError {
  const next = 'Give a Standard MIDI File of type 0 or 1';
  return new LeitmotifError('midi-undecodable', { what, subject, next, cause });
}

/** Whether times are given in SMPTE frames: the music in such a file has no beats. */
function countsFrames(content: Buffer): boolean {
  return content.byteLength >= 14 && content.readInt16BE(12) < 0;
}

/** Whether a chunk claims more bytes than there are; the reader would take what is left of it for the whole. */
function isCutShort(content: Buffer): boolean {
  let offset = 0;
  while (offset + 8 <= content.byteLength) offset += 8 + content.readUInt32BE(offset + 4);
  return offset > content.byteLength;
}
