import fc from 'fast-check';
import { writeMidi } from 'midi-file';
import { describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { readMidiFile } from '../../../../models/conditions/midiFile.ts';
import { readReferenceMidi } from '../../../../models/perception/readReferenceMidi.ts';
import { expectError, temporaryFiles } from './temporaryFiles.ts';
import type { MidiEvent } from 'midi-file';
import type { MidiFile } from '../../../../models/conditions/midiFile.ts';

const { folder, write } = temporaryFiles();

function midi(events: MidiEvent[]): Buffer {
  return Buffer.from(
    writeMidi({
      header: { format: 0, numTracks: 1, ticksPerBeat: 96 },
      tracks: [[...events, { deltaTime: 0, type: 'endOfTrack', meta: true }]],
    }),
  );
}

const notes = [60, 64, 67].flatMap((noteNumber): MidiEvent[] => [
  { deltaTime: 0, type: 'noteOn', channel: 0, noteNumber, velocity: 80 },
  { deltaTime: 96, type: 'noteOff', channel: 0, noteNumber, velocity: 0 },
]);

/** Whether a file's reading has numbers where numbers belong. */
function isSound({ view }: MidiFile): boolean {
  const { seconds, tempo, density } = readReferenceMidi({ id: 'm', weight: 1, view });
  return [seconds, tempo?.value, density].every(Number.isFinite);
}

function isOfCatalogue(error: unknown): boolean {
  return error instanceof LeitmotifError;
}

describe('readMidiFile', () => {
  it('reads notes, with the hash of the file', async () => {
    const bytes = midi([
      { deltaTime: 0, type: 'setTempo', meta: true, microsecondsPerBeat: 400_000 },
      ...notes,
    ]);
    const file = await readMidiFile(write('a.mid', bytes));
    expect(file.bytes).toBe(bytes.length);
    expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(file.view.parts[0]?.notes.map(({ pitch }) => pitch)).toEqual([60, 64, 67]);
    expect(file.view.tempos).toEqual([{ tick: 0, microsecondsPerQuarter: 400_000 }]);
  });

  it('says what is wrong with the rest', async () => {
    await expectError(readMidiFile(write('empty.mid', midi([]))), 'midi-empty');
    const text = await expectError(readMidiFile(write('text.mid', 'Once upon a time')), 'midi-undecodable');
    expect(text.what).toContain('not a MIDI file');
    const cut = await expectError(
      readMidiFile(write('cut.mid', midi(notes).subarray(0, 16))),
      'midi-undecodable',
    );
    expect(cut.what).toContain('damaged');
    await expectError(readMidiFile(write('half.mid', midi(notes).subarray(0, -6))), 'midi-undecodable');
    await expectError(readMidiFile(write('long.mid', Buffer.alloc(8_000_001))), 'midi-undecodable');
    await expectError(readMidiFile(`${folder}/none.mid`), 'file-missing');
    const signal = AbortSignal.abort();
    await expectError(readMidiFile(write('b.mid', midi(notes)), { signal }), 'cancelled');
  });

  it('gives a reading or an error of the catalogue, whatever the bytes', async () => {
    const good = midi(notes);
    const edit = fc.record({ at: fc.nat(good.length - 1), byte: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { maxLength: 8 }), fc.nat(good.length), async (edits, length) => {
        const bytes = Buffer.from(good);
        for (const { at, byte } of edits) bytes[at] = byte;
        const path = write('fuzzed.mid', length < 20 ? bytes : bytes.subarray(0, length));
        expect(await readMidiFile(path).then(isSound, isOfCatalogue)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
