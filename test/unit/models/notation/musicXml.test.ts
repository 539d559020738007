import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meters, modes, styles } from '../../../../bridge/protocol/attributes.ts';
import { chordName } from '../../../../bridge/protocol/chordName.ts';
import { composeScore } from '../../../../models/engines/score/composeScore.ts';
import { scoreToMusicXml } from '../../../../models/notation/musicXml.ts';
import { sampleBrief } from '../../../fixtures/sampleBrief.ts';
import type { Meter } from '../../../../bridge/protocol/attributes.ts';
import type { InstrumentId } from '../../../../bridge/protocol/instruments.ts';
import type { Note, Part, Score } from '../../../../bridge/protocol/score.ts';

/** Lengths of every voice in every measure: part, measure number, voice, ticks. */
function voiceLengths(xml: string): { part: string; measure: number; voice: string; length: number }[] {
  return [...xml.matchAll(/<part id="(P\d+)">(.*?)<\/part>/gs)].flatMap(([, part = '', content = '']) =>
    [...content.matchAll(/<measure number="(\d+)"[^>]*>(.*?)<\/measure>/g)].flatMap(
      ([, number = '', inside = '']) => {
        const lengths = new Map<string, number>();
        for (const [note] of inside.matchAll(/<note>.*?<\/note>/g)) {
          if (note.includes('<chord/>')) continue;
          const voice = /<voice>(\d+)</.exec(note)?.[1] ?? '';
          const length = Number(/<duration>(\d+)</.exec(note)?.[1]);
          lengths.set(voice, (lengths.get(voice) ?? 0) + length);
        }
        return [...lengths].map(([voice, length]) => ({ part, measure: Number(number), voice, length }));
      },
    ),
  );
}

function part(instrument: InstrumentId, notes: Note[]): Part {
  const playing = { program: 0, channel: 0, volume: 100, pan: 64, reverb: 0, chorus: 0 };
  return { role: 'lead', name: 'lead', instrument, ...playing, notes, controllers: [], bends: [] };
}

function scoreOf(notes: Note[], more: Partial<Score> = {}, instrument: InstrumentId = 'oboe'): Score {
  return {
    title: 'Test',
    parts: [part(instrument, notes)],
    tempos: [{ tick: 0, microsecondsPerQuarter: 500_000 }],
    meters: [{ tick: 0, meter: '4/4' }],
    keys: [{ tick: 0, tonic: 'C', mode: 'major' }],
    sections: [],
    chords: [],
    markers: [],
    bars: 4,
    endTick: 4 * 1920,
    seconds: 8,
    ...more,
  };
}

const note = (tick: number, duration: number, pitch = 60, midiVelocity = 80): Note => ({
  tick,
  duration,
  pitch,
  midiVelocity,
});

describe('scoreToMusicXml', () => {
  it('fills every measure with every voice, whatever the score', () => {
    const brief = fc.record({
      style: fc.constantFrom(...styles),
      meter: fc.constantFrom(...meters),
      key: fc.constantFrom(...modes).map((mode) => `Eb ${mode}` as const),
      bars: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(brief, fc.integer({ min: 0, max: 1e6 }), ({ meter, ...values }, seed) => {
        const { score } = composeScore({ brief: sampleBrief({ ...values, meter }), seed, candidates: 1 });
        const [upper = 4, lower = 4] = meter.split('/').map(Number);
        const wrong = voiceLengths(scoreToMusicXml(score)).filter(
          ({ length }) => length !== (upper * 1920) / lower,
        );
        expect(wrong).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('fills them also where the notes are anything at all', () => {
    const wild = fc.array(
      fc.tuple(
        fc.nat(8000),
        fc.nat(3000),
        fc.integer({ min: 0, max: 127 }),
        fc.integer({ min: 1, max: 127 }),
      ),
      { maxLength: 60 },
    );
    const changes = fc.array(fc.tuple(fc.nat(8000), fc.constantFrom(...meters)), { maxLength: 4 });
    fc.assert(
      fc.property(wild, changes, fc.integer({ min: 1, max: 8000 }), (given, more, endTick) => {
        const notes = given.map(([tick, duration, pitch, velocity]) => note(tick, duration, pitch, velocity));
        const later = more.map(([tick, meter]): { tick: number; meter: Meter } => ({ tick, meter }));
        const score = scoreOf(notes, { endTick, meters: [{ tick: 0, meter: '3/4' }, ...later] }, 'piano');
        const lengths = voiceLengths(scoreToMusicXml(score));
        const byMeasure = new Map(lengths.map(({ measure, length }) => [measure, length]));
        for (const { measure, length } of lengths) expect(length).toBe(byMeasure.get(measure));
        expect([...byMeasure.values()].reduce((sum, length) => sum + length, 0)).toBe(endTick);
      }),
      { numRuns: 300 },
    );
  });

  it('writes a pickup as a short bar before the first whole one', () => {
    const xml = scoreToMusicXml(
      scoreOf([note(0, 480, 67), note(480, 1900, 72)], {
        meters: [
          { tick: 0, meter: '4/4' },
          { tick: 480, meter: '4/4' },
        ],
        endTick: 480 + 1920,
      }),
    );
    expect(voiceLengths(xml).map(({ length }) => length)).toEqual([480, 1920]);
    expect(xml).toContain('<measure number="1" implicit="yes">');
    expect(xml.match(/<time>/g)).toHaveLength(1);
  });

  it('changes meters, keys and tempos where the score does', () => {
    const xml = scoreToMusicXml(
      scoreOf([note(0, 480)], {
        meters: [
          { tick: 0, meter: '4/4' },
          { tick: 1920, meter: '6/8' },
        ],
        keys: [
          { tick: 0, tonic: 'C', mode: 'major' },
          { tick: 1920, tonic: 'E', mode: 'minor' },
        ],
        tempos: [
          { tick: 0, microsecondsPerQuarter: 500_000 },
          { tick: 1920, microsecondsPerQuarter: 400_000 },
        ],
        endTick: 1920 + 1440,
      }),
    );
    const second = xml.slice(xml.indexOf('<measure number="2"'));
    expect(second).toContain('<time><beats>6</beats><beat-type>8</beat-type></time>');
    expect(second).toContain('<fifths>1</fifths><mode>minor</mode>');
    expect(second).toContain('<beat-unit-dot/><per-minute>100</per-minute>');
    expect(second).toContain('<sound tempo="150"/>');
  });

  it('ties over bar lines and writes a horn a fifth higher than it sounds', () => {
    const xml = scoreToMusicXml(scoreOf([note(1440, 950, 60)], {}, 'french-horn'));
    expect(xml).toContain('<transpose><diatonic>-4</diatonic><chromatic>-7</chromatic></transpose>');
    expect(xml).toContain('<fifths>1</fifths>');
    const notes = [...xml.matchAll(/<note><pitch>.*?<\/note>/g)].map(([text]) => text);
    expect(notes).toHaveLength(2);
    expect(notes[0]).toContain('<step>G</step><octave>4</octave>');
    expect(notes[0]).toContain('<tie type="start"/>');
    expect(notes[1]).toContain('<tie type="stop"/>');
  });

  it('brackets triplets, dots what is short and accents what is loud', () => {
    // The last has a rest to end in and is as short as it sounds.
    const beats = Array.from({ length: 8 }, (_, i) => note(1920 + i * 480, 150, 62, i === 4 ? 110 : 70));
    const xml = scoreToMusicXml(scoreOf([note(0, 150), note(160, 150), note(320, 150), ...beats]));
    expect(xml.match(/<tuplet type="start"\/>/g)).toHaveLength(1);
    expect(xml.match(/<actual-notes>3</g)).toHaveLength(3);
    expect(xml.match(/<staccato\/>/g)).toHaveLength(7);
    expect(xml.match(/<accent\/>/g)).toHaveLength(1);
  });

  it('escapes what XML cannot hold', () => {
    const xml = scoreToMusicXml(scoreOf([], { title: 'A & B <"\u0000\ud800> ü' }));
    expect(xml).toContain('<work-title>A &amp; B &lt;&quot;&gt; ü</work-title>');
  });

  it('writes a hundred thousand notes in seconds', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => note(i * 60, 55, 40 + (i % 40)));
    const begun = performance.now();
    const xml = scoreToMusicXml(scoreOf(many, { endTick: 100_000 * 60 }));
    expect(xml.match(/<pitch>/g)?.length).toBeGreaterThanOrEqual(100_000);
    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  it('spells suspensions by their letters', () => {
    const sus = { root: 7, tones: [7, 0, 2], bass: 0, numeral: 'Isus4' };
    expect(chordName(sus, 'G')).toBe('Gsus4/C');
  });
});
