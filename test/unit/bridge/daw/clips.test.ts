/** Clips cut from a take: sample exact, note exact, whole or not at all. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseMidi, writeMidi } from 'midi-file';
import { afterAll, describe, expect, it } from 'vitest';
import { barAt, barTick } from '../../../../bridge/daw/barLines.ts';
import { ClipInbox } from '../../../../bridge/daw/clipInbox.ts';
import { cutMidi } from '../../../../bridge/daw/cutMidi.ts';
import { cutWav, wavLayout } from '../../../../bridge/daw/cutWav.ts';
import { writeClip } from '../../../../bridge/daw/takeClip.ts';
import { clipManifestSchema } from '../../../../bridge/protocol/daw.ts';
import { readWav } from '../../../../models/audio/readWav.ts';
import { readMidi } from '../../../../models/rendering/readMidi.ts';
import { barFrames, rampSample, takeRate, writeSampleTake } from './sampleTake.ts';
import type { MidiEvent } from 'midi-file';
import type { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import type { ClipAsked } from '../../../../bridge/daw/takeClip.ts';
import type { MidiPart } from '../../../../models/rendering/readMidi.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-clips-'));
const take = writeSampleTake(folder);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const whole: ClipAsked = { folder: take.folder, what: 'both', stems: false, at: 1, matchTempo: false };
let places = 0;
function place(): { folder: string; id: string } {
  places += 1;
  return { folder: mkdtempSync(join(folder, 'inbox-')), id: `clip-${places}` };
}

interface PlainNote {
  pitch: number;
  start: number;
  end: number;
  channel: number;
}

/** Notes of a MIDI file as anybody would read them, in its own ticks. */
function notesOf(bytes: Uint8Array): PlainNote[] {
  return parseMidi(bytes).tracks.flatMap((track) => {
    const notes: PlainNote[] = [];
    let tick = 0;
    for (const event of track) {
      tick += event.deltaTime;
      if (event.type === 'noteOn') {
        notes.push({ pitch: event.noteNumber, start: tick, end: NaN, channel: event.channel });
      } else if (event.type === 'noteOff') {
        const open = notes.find(
          (note) =>
            note.pitch === event.noteNumber && note.channel === event.channel && Number.isNaN(note.end),
        );
        expect(open, 'an end without a beginning').toBeDefined();
        open!.end = tick;
      }
    }
    return notes;
  });
}

function failureOf(act: () => unknown): LeitmotifError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error as LeitmotifError;
  }
}

describe('bars', () => {
  const meters = [
    { tick: 0, numerator: 4, denominator: 4 },
    { tick: 1920 * 4, numerator: 6, denominator: 8 },
    { tick: 1920 * 4 + 1440 * 2, numerator: 7, denominator: 8 },
  ];
  it('begin where their meters say', () => {
    expect([1, 2, 5, 6, 7, 8].map((bar) => barTick(meters, bar))).toEqual([
      0, 1920, 7680, 9120, 10_560, 12_240,
    ]);
  });
  it('are the bars of their first and their last tick', () => {
    for (let bar = 1; bar < 40; bar++) {
      expect(barAt(meters, barTick(meters, bar))).toBe(bar);
      expect(barAt(meters, barTick(meters, bar + 1) - 1)).toBe(bar);
    }
  });
});

describe('a span of sound', () => {
  it('has the very bytes of its frames', () => {
    const out = join(folder, 'span.wav');
    expect(cutWav(join(take.folder, 'mix.wav'), out, barFrames, 3 * barFrames)).toBe(2 * barFrames);
    const { channels, sampleRate, bits } = readWav(out);
    expect([sampleRate, bits, channels.length]).toEqual([takeRate, 24, 2]);
    const wrong = channels.flatMap((samples, channel) =>
      samples.findIndex((sample, i) => sample !== rampSample(barFrames + i, channel as 0 | 1)),
    );
    expect(wrong).toEqual([-1, -1]);
    expect(existsSync(`${out}.part`)).toBe(false);
  });

  it('joins its neighbours without a gap or a repeat', () => {
    const source = join(take.folder, 'mix.wav');
    const cuts = [0, 1001, 44_101, take.frames];
    const data = cuts.slice(1).map((to, i) => {
      const out = join(folder, `part-${i}.wav`);
      cutWav(source, out, cuts[i]!, to);
      return readFileSync(out).subarray(wavLayout(out).dataAt);
    });
    const all = readFileSync(source);
    expect(Buffer.concat(data).equals(all.subarray(wavLayout(source).dataAt))).toBe(true);
  });

  it('is refused where there is none', () => {
    const out = join(folder, 'none.wav');
    expect(() => cutWav(join(take.folder, 'mix.wav'), out, take.frames)).toThrow(/No sound/);
    expect(() => cutWav(join(take.folder, 'score.mid'), out, 0)).toThrow(/no WAV file/);
    expect(() => wavLayout(join(folder, 'nowhere.wav'))).toThrow(/not there/);
    expect(existsSync(out)).toBe(false);
  });

  it('never fails otherwise than by its catalogue, whatever the bytes', () => {
    const bytes = readFileSync(join(take.folder, 'mix.wav')).subarray(0, 400);
    const path = join(folder, 'fuzzed.wav');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(90), fc.nat(255)), { maxLength: 6 }), (changes) => {
        const broken = Buffer.from(bytes);
        for (const [at, value] of changes) broken[at] = value;
        writeFileSync(path, broken);
        expect(['none', 'LeitmotifError']).toContain(
          failureOf(() => cutWav(path, join(folder, 'fuzzed-out.wav'), 2, 20))?.name ?? 'none',
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('a span of notes', () => {
  const midi = readFileSync(join(take.folder, 'score.mid'));

  it('has every note that sounds in it, cut at its edges', () => {
    const [from, to] = [1920, 5760];
    const expected = notesOf(midi)
      .filter(
        ({ start, end, channel }) =>
          start < to && end > from && !(start < from && (channel === 9 || end - from < 60)),
      )
      .map(({ pitch, start, end, channel }) => ({
        pitch,
        channel,
        start: Math.max(start, from) - from,
        end: Math.min(end, to) - from,
      }));
    const key = (note: PlainNote): string => JSON.stringify([note.channel, note.pitch, note.start, note.end]);
    const cut = notesOf(cutMidi(midi, { from, to }));
    expect(cut.map(key).sort()).toEqual(expected.map(key).sort());
    expect(cut.length).toBeGreaterThan(50);
    expect(cut.some(({ end }) => end === to - from)).toBe(true);
  });

  it('begins as the music stood: tempo, meter, programs, controllers', () => {
    const before = readMidi(midi);
    const view = readMidi(cutMidi(midi, { from: 3840, to: 5760 }));
    expect(view.tempos).toEqual(before.tempos);
    expect(view.meters).toEqual(before.meters);
    expect(view.keys).toEqual(before.keys);
    const settings = ({ name, program, volume, pan, reverb, chorus }: MidiPart): unknown[] => [
      name,
      program,
      volume,
      pan,
      reverb,
      chorus,
    ];
    // A part that rests in the span has no notes and is no part.
    const playing = before.parts.filter(({ name }) => view.parts.some((part) => part.name === name));
    expect(playing.length).toBeGreaterThanOrEqual(4);
    expect(view.parts.map(settings)).toEqual(playing.map(settings));
    expect(view.endTick).toBe(1920);
  });

  it('becomes one track for a clip, the same notes in it', () => {
    const span = { from: 0, to: 3840 };
    const one = cutMidi(midi, span, { mergeAs: 'Größe' });
    expect(parseMidi(one).header).toMatchObject({ format: 0, numTracks: 1 });
    expect(notesOf(one)).toHaveLength(notesOf(cutMidi(midi, span)).length);
    expect(readMidi(one).title).toBe('Größe');
  });

  it('is refused where nobody plays', () => {
    expect(() => cutMidi(midi, { from: 1e6, to: 2e6 })).toThrow(/No note/);
    expect(() => cutMidi(Buffer.from('nothing'), { from: 0, to: 1 })).toThrow(/no MIDI file/);
  });

  it('ends every note it begins and stays in its span, whatever the notes', () => {
    const note = fc.record({
      on: fc.nat(4000),
      length: fc.integer({ min: 1, max: 3000 }),
      pitch: fc.integer({ min: 60, max: 63 }),
    });
    fc.assert(
      fc.property(
        fc.array(note, { minLength: 1, maxLength: 12 }),
        fc.nat(4000),
        fc.integer({ min: 1, max: 4000 }),
        (notes, from, length) => {
          const bytes = fileOf(notes);
          let cut = new Uint8Array();
          const failure = failureOf(
            () => (cut = new Uint8Array(cutMidi(bytes, { from, to: from + length }))),
          );
          expect(['none', 'midi-empty']).toContain(failure?.code ?? 'none');
          if (failure !== undefined) return;
          for (const { start, end } of notesOf(cut)) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** One track with notes; where two of a pitch overlap, the older ends with the newer's beginning. */
function fileOf(notes: readonly { on: number; length: number; pitch: number }[]): Uint8Array {
  const sorted = [...notes].sort((a, b) => a.on - b.on);
  const events = sorted.flatMap(({ on, length, pitch }, i) => {
    const next = sorted.slice(i + 1).find((other) => other.pitch === pitch)?.on ?? Infinity;
    if (next === on) return [];
    return [
      { tick: on, order: 1, event: { type: 'noteOn', channel: 0, noteNumber: pitch, velocity: 90 } as const },
      {
        tick: Math.min(on + length, next),
        order: 0,
        event: { type: 'noteOff', channel: 0, noteNumber: pitch, velocity: 64 } as const,
      },
    ];
  });
  events.sort((a, b) => a.tick - b.tick || a.order - b.order);
  let last = 0;
  const track = events.map(({ tick, event }): MidiEvent => {
    const deltaTime = tick - last;
    last = tick;
    return { ...event, deltaTime };
  });
  track.push({ meta: true, type: 'endOfTrack', deltaTime: 0 });
  return Uint8Array.from(
    writeMidi({ header: { format: 0, numTracks: 1, ticksPerBeat: 480 }, tracks: [track] }),
  );
}

describe('a clip of a take', () => {
  it('is all of it, with its ring-out, unless told', () => {
    const at = place();
    const clip = writeClip(whole, at);
    expect(clipManifestSchema.parse(clip)).toEqual(clip);
    expect(clip).toMatchObject({ tempo: 100, meter: '4/4', hasOneTempo: true, at: 1, title: 'sample-take' });
    expect(clip.parts.map(({ kind, track }) => [kind, track])).toEqual([
      ['midi', 'Leitmotif MIDI'],
      ['audio', 'Leitmotif'],
    ]);
    expect(readFileSync(join(at.folder, 'clip-1.wav')).length).toBeGreaterThan(take.frames * 6);
    expect(wavLayout(join(at.folder, clip.parts[1]!.file)).frames).toBe(take.frames);
    expect(readdirSync(at.folder)).not.toContain('clip-1.json');
  });

  it('is a range of bars on the very samples', () => {
    const at = place();
    const clip = writeClip({ ...whole, bars: { from: 2, to: 3 }, track: 'Scene' }, at);
    expect(clip.quarters).toBe(8);
    const sound = readWav(join(at.folder, clip.parts[1]!.file));
    expect(sound.channels[0]).toHaveLength(2 * barFrames);
    expect(sound.channels[0]![0]).toBe(rampSample(barFrames, 0));
    expect(clip.parts[1]!.seconds).toBe(4.8);
    const view = readMidi(readFileSync(join(at.folder, clip.parts[0]!.file)));
    const count = view.parts.reduce((sum, { notes }) => sum + notes.length, 0);
    expect(clip.parts[0]!.notes).toHaveLength(count);
    expect(clip.parts[0]!.track).toBe('Scene MIDI');
  });

  it('is one track a role, or of some roles alone', () => {
    const stems = writeClip({ ...whole, stems: true }, place());
    expect(stems.parts.filter(({ kind }) => kind === 'midi').map(({ track }) => track)).toEqual(
      take.score.parts.map(({ name }) => `${name} MIDI`),
    );
    expect(stems.parts.filter(({ kind }) => kind === 'audio')).toHaveLength(take.score.parts.length);
    const bass = writeClip({ ...whole, roles: ['bass'], track: 'Low' }, place());
    expect(bass.parts.map(({ kind, track }) => [kind, track])).toEqual([
      ['midi', 'Low MIDI'],
      ['audio', 'Low bass'],
    ]);
    expect(new Set(bass.parts[0]!.notes!.map(([pitch]) => pitch)).size).toBeGreaterThan(0);
  });

  it('leaves nothing behind where it fails', () => {
    const at = place();
    expect(() => writeClip({ ...whole, bars: { from: 3, to: 9 } }, at)).toThrow(/bars 1 to 4/);
    expect(() => writeClip({ ...whole, folder }, at)).toThrow(/not there/);
    rmSync(join(take.folder, 'stems', 'pad.wav'));
    expect(() => writeClip({ ...whole, stems: true }, at)).toThrow(/sound of this take/);
    expect(readdirSync(at.folder)).toEqual([]);
  });
});

describe('the inbox', () => {
  it('names a clip when all of it is there, and reads what a script says', async () => {
    const inbox = new ClipInbox('reaper', join(folder, 'inboxes'));
    const id = inbox.newId();
    expect(inbox.newId()).not.toBe(id);
    const clip = writeClip({ ...whole, what: 'midi' }, { folder: inbox.folder, id });
    inbox.deliver(clip);
    expect(readdirSync(inbox.folder).sort()).toEqual([`${id}.json`, `${id}.mid`, 'queue.txt']);
    expect(JSON.parse(readFileSync(inbox.manifestPath(id), 'utf8'))).toEqual(clip);
    expect(await inbox.receipt(id, 50)).toBeUndefined();
    writeFileSync(inbox.pathOf(`${id}.done.json`), '{"leitmotifReceipt":1,');
    expect(await inbox.receipt(id, 50)).toBeUndefined();
    writeFileSync(
      inbox.pathOf(`${id}.done.json`),
      JSON.stringify({ leitmotifReceipt: 1, id, ok: true, message: 'in' }),
    );
    expect(await inbox.receipt(id, 50)).toMatchObject({ ok: true, message: 'in' });
    inbox.withdraw(clip);
    expect(readdirSync(inbox.folder)).not.toContain(`${id}.mid`);
  });

  it('believes the state of a script that runs, and no other', () => {
    const inbox = new ClipInbox('ableton', join(folder, 'inboxes'));
    expect(inbox.state()).toBeUndefined();
    const state = { tempo: 97.5, meter: '3/4', markers: [{ name: 'A', quarters: 0 }] };
    writeFileSync(inbox.pathOf('state.json'), JSON.stringify({ leitmotifState: 1, daw: 'ableton', state }));
    expect(inbox.state()).toEqual(state);
    writeFileSync(
      inbox.pathOf('state.json'),
      JSON.stringify({ leitmotifState: 1, daw: 'ableton', state: { tempo: -1 } }),
    );
    expect(inbox.state()).toBeUndefined();
  });
});
