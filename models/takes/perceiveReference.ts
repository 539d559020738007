/** A reference that was read from its file becomes a reading: what is heard in it, and its sound in words. */
import { basename } from 'node:path';
import { readReference } from '../perception/readReference.ts';
import { readReferenceMidi } from '../perception/readReferenceMidi.ts';
import { readingOfReference } from '../perception/readingOfReference.ts';
import type { Condition } from '../../bridge/protocol/cue.ts';
import type { AudioFile } from '../conditions/audioFile.ts';
import type { MidiFile } from '../conditions/midiFile.ts';
import type { Reading } from '../perception/reading.ts';
import type { Stack } from './stack.ts';

/** A reference with what its file holds. */
export type ReadReference =
  | { condition: Extract<Condition, { kind: 'reference-audio' }>; recording: AudioFile }
  | { condition: Extract<Condition, { kind: 'reference-midi' }>; midi: MidiFile };

/** Listens to a reference. Without the audio pack it is measured only, and the reading says so. */
export async function perceiveReference(
  stack: Pick<Stack, 'textEncoder' | 'audioEncoder'>,
  read: ReadReference,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  const { id, weight, path } = read.condition;
  const text = (await stack.textEncoder()).encoder;
  const found =
    'midi' in read
      ? readReferenceMidi({ id, weight, view: read.midi.view })
      : await readReference(
          { id, weight, ...read.recording },
          { audio: (await stack.audioEncoder())?.encoder },
          { signal },
        );
  return readingOfReference(found, basename(path), text, { signal });
}
