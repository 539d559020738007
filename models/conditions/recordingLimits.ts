/** What is read of recordings, and the errors beyond it. They hold before memory is taken for sound. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { Frames, Hertz, Seconds } from '../../bridge/protocol/units.ts';

/** Shortest recording. */
export const leastSeconds: Seconds = 1;
/** Longest: a quarter of an hour is one piece of music; an hour is a concert. */
const mostSeconds: Seconds = 900;
/** 15 minutes at 48 kHz and a little more: half a gigabyte in two channels of fp32. */
const mostFrames: Frames = 60_000_000;
const rates = { least: 8000, most: 384_000 } as const;

/** Whether a sound is short enough to be read. */
export function isWithinLimits(frames: Frames, sampleRate: Hertz): boolean {
  return frames <= mostSeconds * sampleRate && frames <= mostFrames;
}

/** Throws `audio-too-long`, `audio-too-large` or `audio-unsupported` where a sound is beyond what is read. */
export function expectWithinLimits(frames: Frames, sampleRate: Hertz, subject: string): void {
  if (!(sampleRate >= rates.least && sampleRate <= rates.most)) {
    throw new LeitmotifError('audio-unsupported', {
      what: `The recording claims ${sampleRate} samples a second`,
      subject,
      next: 'Export it at 44.1 or 48 kHz',
    });
  }
  if (frames > mostSeconds * sampleRate) {
    throw new LeitmotifError('audio-too-long', {
      what: `The recording lasts longer than ${mostSeconds / 60} minutes`,
      subject,
      next: 'Cut out the part that the music should resemble',
    });
  }
  if (frames > mostFrames) {
    throw new LeitmotifError('audio-too-large', {
      what: `The recording has more than ${mostFrames / 1e6} million samples in each channel`,
      subject,
      next: 'Export it at 44.1 or 48 kHz',
    });
  }
}

/** The error of a recording that cannot be made sense of. */
export function undecodable(what: string, subject: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('audio-undecodable', {
    what,
    subject,
    next: 'Copy or export it again',
    cause,
  });
}
