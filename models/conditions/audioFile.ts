/**
 * A recording becomes two channels of numbers.
 *
 *   file → kind by content → WAV: checked, read here │ FLAC, MP3, Ogg Vorbis: decoded in a thread of its own
 *        → folded to stereo → long enough, not silent
 */
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { audioKind, readableRecordings } from './audioFormat.ts';
import { decodeInThread } from './decodeInThread.ts';
import { decodeWav } from './decodeWav.ts';
import { readInputFile } from './inputFile.ts';
import { leastSeconds } from './recordingLimits.ts';
import type { ErrorCode } from '../../bridge/protocol/errors.ts';
import type { Hertz, Seconds } from '../../bridge/protocol/units.ts';
import type { AudioFormat } from './audioFormat.ts';
import type { InputFile, InputIdentity } from './inputFile.ts';

/** Sound as it came out of a file. */
export interface DecodedSound {
  sampleRate: Hertz;
  /** Channels in the file. */
  channels: number;
  /** Left and right, full scale 1, of one length. */
  stereo: readonly [Float32Array, Float32Array];
  /** What the person should know about how it was read. */
  notes: string[];
}

/** A recording that was read. */
export interface AudioFile extends InputIdentity, DecodedSound {
  path: string;
  format: AudioFormat;
  seconds: Seconds;
}

const maxFileBytes = 512_000_000;
/** −60 dBFS: a recording that never gets above it is taken for silent. */
const silencePeak = 0.001;

/**
 * Reads a recording.
 *
 * @throws LeitmotifError those of {@link readInputFile}; `audio-unsupported` (AAC, Opus, AIFF, a picture, …),
 *   `audio-undecodable` (renamed, truncated or damaged), `audio-too-large`, `audio-too-long`, `audio-too-short`,
 *   `audio-silent`, `cancelled`
 */
export async function readAudioFile(
  path: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<AudioFile> {
  const next = 'Cut out the part that the music should resemble';
  const limit = { bytes: maxFileBytes, code: 'audio-too-large', next } as const;
  const file = await readInputFile(path, limit, options.signal);
  const format = recordingFormat(file);
  const sound =
    format === 'wav'
      ? decodeWav(file.content, path)
      : await decodeInThread(file.content, format, path, options);
  throwIfCancelled(options.signal);
  const seconds = sound.stereo[0].length / sound.sampleRate;
  expectSomething(sound, seconds, path);
  const { sha256, bytes } = file;
  return { path, sha256, bytes, format, seconds, ...sound };
}

function recordingFormat(file: InputFile): AudioFormat {
  const kind = audioKind(file.content);
  if ('format' in kind) return kind.format;
  const next = `Export it as one of these: ${readableRecordings}`;
  const claimsRecording = /\.(?:wave?|flac|mp3|ogg|oga)$/i.test(file.path);
  if (!claimsRecording) throw refused('audio-unsupported', `This is ${kind.what}`, file.path, next);
  const what = `It is named as a recording but its content looks like ${kind.what}`;
  throw refused('audio-undecodable', what, file.path, next);
}

function expectSomething(sound: DecodedSound, seconds: Seconds, path: string): void {
  if (seconds < leastSeconds) {
    const what = `The recording lasts ${seconds.toFixed(2)} s, too short to hear anything in`;
    throw refused('audio-too-short', what, path, `Use one of at least ${leastSeconds} s`);
  }
  const isHeard = sound.stereo.some((channel) => channel.some((sample) => Math.abs(sample) > silencePeak));
  if (isHeard) return;
  throw refused('audio-silent', 'The recording is silent', path, 'Check that it was exported with its sound');
}

function refused(code: ErrorCode, what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError(code, { what, subject, next });
}
