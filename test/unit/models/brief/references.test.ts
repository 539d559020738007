/** References in the brief: what is taken, what only leans, what wins over them. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { briefSchema } from '../../../../bridge/protocol/brief.ts';
import { loadSceneKnowledge } from '../../../../models/brief/sceneKnowledge.ts';
import { makeBrief } from '../../../../models/brief/makeBrief.ts';
import {
  emptyCue,
  knowledgeFolder,
  plainCaption,
  queryEmbedding,
  queryList,
  queryReading,
} from './queryReadings.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';
import type { AttributeName, GivenAttributes, Style } from '../../../../bridge/protocol/attributes.ts';
import type { InstrumentId } from '../../../../bridge/protocol/instruments.ts';
import type { SceneKnowledge } from '../../../../models/brief/sceneKnowledge.ts';
import type { Reading } from '../../../../models/perception/reading.ts';
import type { HeardMusic } from '../../../../models/perception/referenceReading.ts';

let knowledge: SceneKnowledge;
beforeAll(async () => {
  knowledge = await loadSceneKnowledge(knowledgeFolder);
});

function briefOf(readings: Reading[], given: GivenAttributes = {}): Brief {
  return makeBrief({ readings, given, cue: emptyCue, knowledge });
}

const unknown: HeardMusic = {
  name: 'waltz.mp3',
  density: 0.4,
  hints: { affect: {}, styles: [], instruments: [] },
};

/** A recording without words, in which nothing is heard but what is told. */
function reference(heard: Partial<HeardMusic>, change: Partial<Reading> = {}): Reading {
  const name = heard.name ?? unknown.name;
  return {
    ...{ condition: `reference-${name}`, kind: 'reference-audio', weight: 1, passages: [], words: [] },
    ...{ understood: 1, notes: [], summary: `heard: ${name}`, heard: { ...unknown, ...heard } },
    ...change,
  };
}

/** With the embedding of some sentence, as a description has it. */
function worded(heard: Partial<HeardMusic>, index: number): Reading {
  const query = queryList[index % queryList.length]!;
  const passages = [{ text: query.text, embedding: queryEmbedding(query), weight: 1 }];
  return reference(heard, { passages });
}

const at = (value: number, confidence = 0.8) => ({ tempo: { value, confidence } });
const inKey = (value: string, confidence = 0.8) => ({ key: { value, confidence } });
const three = { meter: { value: '3/4', confidence: 1 } } as const;

describe('what a reference says outright', () => {
  it.each<[string, Reading[], AttributeName, unknown, string]>([
    ['a tempo', [reference(at(91.96))], 'tempo', 92, 'the reference "waltz.mp3" is at 92 BPM'],
    ['a tempo to a tenth', [reference(at(73.46))], 'tempo', 73.5, 'the reference "waltz.mp3" is at 73.5 BPM'],
    [
      'a tempo that no attribute may have',
      [reference(at(400))],
      'tempo',
      200,
      'the reference "waltz.mp3" is at 200 BPM',
    ],
    ['a key', [reference(inKey('Bb minor'))], 'key', 'Bb minor', 'the reference "waltz.mp3" is in Bb minor'],
    ['a meter', [reference(three)], 'meter', '3/4', 'the reference "waltz.mp3" is in 3/4'],
    [
      'two tempi, blended as ratios',
      [reference({ ...at(80), name: 'a.wav' }), reference({ ...at(100), name: 'b.wav' })],
      ...(['tempo', 89.4, 'the references "a.wav" and "b.wav" are around 89.4 BPM'] as const),
    ],
    [
      'twice the tempo, which is the same pulse',
      [reference({ ...at(80, 0.9), name: 'a.wav' }), reference({ ...at(160, 0.6), name: 'b.wav' })],
      ...(['tempo', 80, 'the references "a.wav" and "b.wav" are around 80 BPM'] as const),
    ],
    [
      'two keys, of which the heavier is taken',
      [
        reference({ ...inKey('D minor', 0.9), name: 'a.wav' }),
        reference({ ...inKey('E major', 0.6), name: 'b.wav' }, { weight: 2 }),
      ],
      ...(['key', 'E major', 'the reference "b.wav" is in E major'] as const),
    ],
    [
      'three that agree',
      ['a', 'b', 'c'].map((name) => reference({ ...inKey('G major'), name })),
      ...(['key', 'G major', 'the references "a", "b" and 1 more are in G major'] as const),
    ],
  ])('%s', (_name, readings, attribute, value, reason) => {
    expect(briefOf(readings).attributes[attribute]).toMatchObject({ value, source: 'reference', reason });
  });

  it.each<[string, Reading]>([
    ['the ear is not sure', reference({ ...at(170, 0.4), ...inKey('Bb minor', 0.4) })],
    ['the person gives it little weight', reference({ ...at(170), ...inKey('Bb minor') }, { weight: 0.5 })],
  ])('only leans where %s', (_name, heard) => {
    const { attributes } = briefOf([heard, queryReading(0)]);
    expect(attributes.tempo.reason).not.toContain('170 BPM');
    expect(attributes.key.reason).not.toContain('is in Bb minor');
    const slow = briefOf([reference({ ...at(50, 0.4) }, { weight: heard.weight }), queryReading(0)]);
    expect(attributes.tempo.value).toBeGreaterThan(slow.attributes.tempo.value);
  });
});

describe('what wins over a reference', () => {
  const heard = reference({ ...at(140), ...inKey('E major'), ...three });

  it('what was given', () => {
    const { attributes } = briefOf([heard], { tempo: 66, key: 'D minor', meter: '4/4' });
    for (const name of ['tempo', 'key', 'meter'] as const) expect(attributes[name].source).toBe('explicit');
    expect(attributes.tempo.value).toBe(66);
  });

  it('what a caption says', () => {
    const { attributes } = briefOf([heard, plainCaption('in D minor, 66 BPM, 4/4')]);
    expect(attributes).toMatchObject({
      tempo: { value: 66, source: 'caption' },
      key: { value: 'D minor', source: 'caption' },
      meter: { value: '4/4', source: 'caption' },
    });
  });

  it('tempo words, within which it may lie', () => {
    const slow = briefOf([heard, plainCaption('very slow')]).attributes.tempo;
    expect(slow.source).toBe('caption');
    expect(slow.value).toBeLessThan(80);
    expect(briefOf([heard, plainCaption('not fast')]).attributes.tempo.value).toBeLessThan(115);
  });

  it('half a key: the other half is the reference’s', () => {
    expect(briefOf([heard, plainCaption('in minor')]).attributes.key.value).toBe('E minor');
  });

  it('bars and seconds that were asked for', () => {
    const { bars, seconds, tempo } = briefOf([heard], { bars: 8, seconds: 20 }).attributes;
    expect([bars.value, seconds.value]).toEqual([8, 20]);
    expect(tempo.reason).toMatch(/moved from 140 BPM to fit 8 bars/);
  });

  it('a length into which no bar of its tempo fits', () => {
    expect(briefOf([reference(at(31))], { seconds: 2, meter: '12/8' }).attributes.seconds.value).toBe(2);
  });
});

describe('what a reference leans toward', () => {
  it('the feeling, the style and the players that its tags suggest', () => {
    const loud = reference({
      ...at(168, 0.9),
      density: 0.95,
      brightness: 0.9,
      dynamics: 0.95,
      hints: {
        affect: { valence: { value: 0.6, confidence: 0.5 }, arousal: { value: 0.9, confidence: 0.8 } },
        styles: [{ value: 'electronic', confidence: 0.8 }],
        instruments: [{ value: 'synth-bass', confidence: 0.7 }],
      },
    });
    const quiet = reference({
      ...at(52, 0.9),
      density: 0.05,
      brightness: 0.1,
      dynamics: 0.1,
      hints: {
        affect: { valence: { value: -0.6, confidence: 0.5 }, arousal: { value: -0.9, confidence: 0.8 } },
        styles: [{ value: 'piano', confidence: 0.8 }],
        instruments: [{ value: 'piano', confidence: 0.8 }],
      },
    });
    const [first, second] = [briefOf([loud]).attributes, briefOf([quiet]).attributes];
    const numbers = ['valence', 'arousal', 'density', 'brightness', 'dynamics'] as const;
    expect(numbers.filter((name) => first[name].value < second[name].value + 0.3)).toEqual([]);
    expect([first.style.value, second.style.value]).toEqual(['electronic', 'piano']);
    expect(second.instruments.value.every(({ instrument }) => instrument === 'piano')).toBe(true);
    expect(first.arousal).toMatchObject({ source: 'reference' });
    expect(first.arousal.reason).toContain('the sound of the reference "waltz.mp3"');
  });

  it.each<[Style, InstrumentId[]]>([
    ['ambient', ['atmosphere', 'piano', 'warm-pad', 'synth-bass']],
    ['folk', ['nylon-guitar', 'accordion', 'drum-kit', 'clarinet', 'acoustic-bass']],
    ['horror', ['piano', 'music-box', 'tremolo-strings', 'cello', 'bowed-pad', 'contrabass']],
    ['cinematic', ['french-horn', 'cello', 'strings', 'timpani', 'pizzicato-strings', 'contrabass']],
    ['strings', ['cello', 'violin', 'viola', 'pizzicato-strings', 'contrabass']],
    ['piano', ['piano']],
  ])('the style whose players a MIDI file has: %s', (style, ids) => {
    const instruments = ids.map((value) => ({ value, confidence: 1 / ids.length }));
    const heard = { hints: { ...unknown.hints, instruments } };
    const { attributes } = briefOf([reference(heard, { kind: 'reference-midi' })]);
    expect(attributes.style.value).toBe(style);
  });

  it('the register of a MIDI file', () => {
    const [low, high] = (['low', 'high'] as const).map(
      (register) => briefOf([reference({ register }, { kind: 'reference-midi' })]).attributes.register.value,
    );
    expect([low, high]).toEqual(['low', 'high']);
  });
});

describe('a brief with references', () => {
  const heardArbitrary = fc.record({
    tempo: fc.option(
      fc.record({
        value: fc.double({ min: 5, max: 900, noNaN: true }),
        confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { nil: undefined },
    ),
    key: fc.option(
      fc.record({
        value: fc.constantFrom('C major', 'F# minor', 'Db major', 'G# minor'),
        confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { nil: undefined },
    ),
    density: fc.double({ min: 0, max: 1, noNaN: true }),
    index: fc.nat(queryList.length - 1),
  });
  const readingsOf = (items: { index: number }[]): Reading[] =>
    items.map(({ index, ...heard }, i) =>
      i === 0 ? queryReading(index) : worded({ ...heard, name: `song-${i}.wav` }, index),
    );

  it('is valid and does not depend on their order', () => {
    fc.assert(
      fc.property(fc.array(heardArbitrary, { minLength: 2, maxLength: 4 }), (items) => {
        const readings = readingsOf(items);
        const brief = briefOf(readings);
        expect(briefSchema.safeParse(brief).success).toBe(true);
        expect(briefOf(readings.toReversed())).toEqual(brief);
        expect(brief.shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
      }),
      { numRuns: 30 },
    );
  });

  it('tells the reference’s share and kind', () => {
    const { shares } = briefOf([queryReading(0), reference({ ...at(170), ...inKey('Bb minor') })]);
    const share = shares.find(({ kind }) => kind === 'reference-audio');
    expect(share).toMatchObject({ condition: 'reference-waltz.mp3', reading: 'heard: waltz.mp3' });
    expect(share?.share).toBeGreaterThan(0.05);
  });

  it('leaves out one of weight 0', () => {
    const alone = briefOf([queryReading(0)]);
    expect(briefOf([queryReading(0), reference(at(170), { weight: 0 })])).toEqual(alone);
  });
});
