import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { briefSchema } from '../../../../bridge/protocol/brief.ts';
import { seededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { loadSceneKnowledge } from '../../../../models/brief/sceneKnowledge.ts';
import { makeBrief } from '../../../../models/brief/makeBrief.ts';
import { canPlay } from '../../../../models/brief/roleInstrument.ts';
import { emptyCue, knowledgeFolder, plainCaption, queryList, queryReading } from './queryReadings.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';
import type { GivenAttributes } from '../../../../bridge/protocol/attributes.ts';
import type { Reading } from '../../../../models/perception/reading.ts';
import type { SceneKnowledge } from '../../../../models/brief/sceneKnowledge.ts';

let knowledge: SceneKnowledge;
beforeAll(async () => {
  knowledge = await loadSceneKnowledge(knowledgeFolder);
});

function briefOf(readings: Reading[], given: GivenAttributes = {}): Brief {
  return makeBrief({ readings, given, cue: emptyCue, knowledge });
}

function captioned(text: string, given: GivenAttributes = {}): Brief {
  return briefOf([plainCaption(text)], given);
}

function playing(brief: Brief): string[] {
  return brief.attributes.instruments.value.map(({ role, instrument }) => `${role}:${instrument}`);
}

function queryWith(words: string, change: Partial<Reading> = {}): Reading {
  return queryReading(
    queryList.findIndex(({ text }) => text.includes(words)),
    change,
  );
}

const readingsArbitrary = fc.uniqueArray(fc.nat(queryList.length - 1), { minLength: 1, maxLength: 4 });

describe('makeBrief', () => {
  it('makes a valid brief of any readings, with roles that the instruments can play', () => {
    fc.assert(
      fc.property(readingsArbitrary, (indices) => {
        const brief = briefOf(indices.map((index) => queryReading(index)));
        const players = brief.attributes.instruments.value;
        return (
          briefSchema.safeParse(brief).success &&
          new Set(players.map(({ role }) => role)).size === players.length &&
          players.every(
            ({ role, instrument, program }) =>
              canPlay(instrument, role) && instruments[instrument].program === program,
          )
        );
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of the readings', () => {
    fc.assert(
      fc.property(readingsArbitrary, (indices) => {
        const readings = indices.map((index) => queryReading(index, { weight: 1 + (index % 3) }));
        expect(briefOf(readings.toReversed())).toEqual(briefOf(readings));
      }),
      { numRuns: 40 },
    );
  });

  it('lets what was given win over everything', () => {
    const given: GivenAttributes = {
      tempo: 97.5,
      key: 'Bb dorian',
      meter: '7/8',
      seconds: 41,
      valence: -0.9,
      density: 1,
      register: 'low',
      style: 'horror',
      instruments: [{ role: 'lead', instrument: 'oboe', program: 68 }],
    };
    const { attributes } = briefOf(
      [queryWith('wedding'), plainCaption('fast happy piano in C major, 140 BPM')],
      given,
    );
    for (const [name, value] of Object.entries(given)) {
      expect(attributes[name as keyof GivenAttributes]).toEqual({
        value,
        source: 'explicit',
        confidence: 1,
        reason: 'given outright',
      });
    }
  });

  it('says which given values are those of a DAW, and which were changed since', () => {
    const fromDaw = {
      title: 'REAPER',
      attributes: { tempo: 120, meter: '3/4', bars: 16, key: 'C major' },
    } as const;
    const given: GivenAttributes = { tempo: 120, meter: '4/4', bars: 16 };
    const readings = [plainCaption('piano in C major')];
    const { attributes } = makeBrief({ readings, given, cue: { ...emptyCue, fromDaw }, knowledge });
    const reason = 'taken from the project in REAPER';
    expect(attributes.tempo).toEqual({ value: 120, source: 'daw', confidence: 1, reason });
    expect(attributes.bars).toEqual({ value: 16, source: 'daw', confidence: 1, reason });
    expect(attributes.meter).toMatchObject({ value: '4/4', source: 'explicit' });
    expect(attributes.key).toMatchObject({ value: 'C major', source: 'caption' });
    const without = briefOf(readings, given).attributes;
    expect(Object.values(without).map(({ value }) => value)).toEqual(
      Object.values(attributes).map(({ value }) => value),
    );
  });

  it('lets what a caption says win over what was inferred', () => {
    const brief = briefOf([
      queryWith('wedding'),
      plainCaption('slow piano in D minor, 60 BPM, in 3/4, low register, 40 seconds'),
    ]);
    const { tempo, key, meter, register, seconds, instruments: players } = brief.attributes;
    expect([tempo.value, key.value, meter.value, register.value, seconds.value]).toEqual([
      60,
      'D minor',
      '3/4',
      'low',
      40,
    ]);
    expect([tempo, key, meter, register, seconds, players].map(({ source }) => source)).toEqual(
      Array(6).fill('caption'),
    );
    expect(tempo.reason).toBe('the caption says "60 BPM"');
  });

  it('says why: the scene and what the eye saw', () => {
    const visual = {
      ...{ brightness: 0.1, contrast: 0.4, saturation: 0.3, warmth: 0, colourfulness: 0.2, texture: 0.1 },
      ...{ edges: 0.1, diagonality: 0.5, symmetry: 0.5, darkness: 0.3, palette: [] },
    };
    const affect = { valence: -0.2, arousal: -0.3, dominance: 0 };
    const { attributes } = briefOf([queryWith('lighthouse', { visual, affect })]);
    expect(attributes.valence.source).toBe('image');
    expect(attributes.valence.reason).toMatch(/^scene "[^…]+" and the picture's low light$/u);
  });

  it('names scenes shortly and whole, not one for everything', () => {
    const brief = briefOf([queryWith('lighthouse'), queryWith('wedding'), queryWith('Saturn')]);
    const named = Object.values(brief.attributes).flatMap(
      ({ reason }) => /scene "([^"]+)"/u.exec(reason)?.[1] ?? [],
    );
    expect(named.filter((name) => name.length > 80 || name.includes('…'))).toEqual([]);
    expect(new Set(named).size).toBeGreaterThan(1);
  });

  it.each([
    ['6/8', true],
    ['12/8', true],
    ['3/4', false],
  ])('says which beat a tempo in %s counts', (meter, isDotted) => {
    const { tempo } = briefOf([plainCaption(`60 BPM, in ${meter}`)]).attributes;
    expect(tempo.reason.endsWith(`; the beat of ${meter} is the dotted quarter`)).toBe(isDotted);
  });

  it('follows the picture with the eye', () => {
    const seen = (brightness: number, valence: number): Brief =>
      briefOf([
        queryWith('lighthouse', {
          visual: {
            ...{ brightness, contrast: 0.4, saturation: 0.3, warmth: 0, colourfulness: 0.2, texture: 0.1 },
            ...{ edges: 0.1, diagonality: 0.5, symmetry: 0.5, darkness: 0, palette: [] },
          },
          affect: { valence, arousal: 0, dominance: 0 },
        }),
      ]);
    const [dark, light] = [seen(0.05, -0.6), seen(0.8, 0.6)];
    expect(light.attributes.brightness.value).toBeGreaterThan(dark.attributes.brightness.value + 0.15);
    expect(light.attributes.valence.value).toBeGreaterThan(dark.attributes.valence.value + 0.3);
  });

  it('makes sad things slow and minor, happy things fast and major', () => {
    const sad = captioned('deeply sad and calm').attributes;
    const happy = captioned('joyful, exciting').attributes;
    expect(sad.tempo.value).toBeLessThan(happy.tempo.value - 25);
    expect(sad.key.value).toMatch(/minor|dorian|phrygian/u);
    expect(happy.key.value).toMatch(/major|lydian|mixolydian/u);
  });

  it('follows a given feeling with what goes along', () => {
    const calm = briefOf([queryWith('Saturn')], { arousal: -0.9 }).attributes;
    const wild = briefOf([queryWith('Saturn')], { arousal: 0.9 }).attributes;
    expect(wild.tempo.value).toBeGreaterThan(calm.tempo.value * 1.5);
    expect(wild.dynamics.value).toBeGreaterThan(calm.dynamics.value);
  });

  it.each([
    ['only piano', /^(?:\w+:piano ?)+$/u, 'piano'],
    ['only violin', /^lead:violin counter:violin$/u, 'strings'],
    ['string quartet', /^(?:\w+:(?:violin|viola|cello) ?)+$/u, 'strings'],
    ['a cappella choir', /lead:choir/u, 'choral'],
  ])('plays %j as asked', (text, expected, style) => {
    const brief = captioned(text);
    expect(playing(brief).join(' ')).toMatch(expected);
    expect(brief.attributes.style.value).toBe(style);
  });

  it.each([
    ['a jazz trio in a smoky bar', 3],
    ['a jazz quartet', 4],
    ['a duo in a small bar, very dense', 2],
    ['five-piece rock band, sparse', 5],
    ['a trio of clarinets', 1],
    ['a duet of flute and cello', 2],
    ['jazz trio with trumpet', 3],
    ['a duo with trumpet, violin, viola and tuba', 4],
  ])('has as many players for %j as are said or named', (text, count) => {
    const { value } = captioned(text).attributes.instruments;
    expect(new Set(value.map(({ instrument }) => instrument)).size, playing(captioned(text)).join(' ')).toBe(
      count,
    );
  });

  it('gives no second part of a counted band to a player with one voice', () => {
    for (const text of ['jazz trio', 'jazz duo with saxophone', 'celtic trio']) {
      const { value } = captioned(text).attributes.instruments;
      const twice = value.filter(
        ({ instrument }, i) => value.findIndex((one) => one.instrument === instrument) < i,
      );
      for (const { instrument } of twice) expect(instruments[instrument].family, text).toBe('keys');
    }
  });

  it('says which words counted the players', () => {
    expect(captioned('a jazz trio').attributes.instruments).toMatchObject({
      source: 'caption',
      reason: 'the caption says "trio"',
    });
  });

  it.each([
    ['a jazz trio in a smoky bar', 'jazz', '4/4', [72, 184]],
    ['bossa nova on the beach', 'bossa', '4/4', [108, 148]],
    ['8-bit game', 'chiptune', '4/4', [108, 180]],
    ['waltz in a ballroom', 'waltz', '3/4', [84, 184]],
    ['a Celtic tune', 'celtic', '6/8', [72, 132]],
    ['lofi beats', 'lofi', '4/4', [62, 92]],
    ['a jazz tune in 3/4 at 200 BPM', 'jazz', '3/4', [200, 200]],
  ] as const)(
    'makes %j its style, in the meter and tempo that are usual there or said',
    (text, style, meter, [low, high]) => {
      const { attributes } = captioned(text);
      expect([attributes.style.value, attributes.meter.value]).toEqual([style, meter]);
      // Bars are fitted into the seconds by a little more or less tempo.
      expect(attributes.tempo.value).toBeGreaterThanOrEqual(low * 0.89);
      expect(attributes.tempo.value).toBeLessThanOrEqual(high * 1.11);
    },
  );

  it.each([
    ['slow strings', ['strings', 'cinematic']],
    ['slow strings, D minor, 72 BPM', ['strings', 'cinematic']],
    ['brass', ['cinematic', 'march']],
    ['synthesizer pads', ['electronic', 'ambient']],
  ])('leans to the style that has the one family of %j', (text, wanted) => {
    const { style } = briefOf([
      queryWith('lighthouse'),
      queryWith('bell cote'),
      plainCaption(text),
    ]).attributes;
    expect(wanted).toContain(style.value);
  });

  it('hears a battle of dragons as tense and minor', () => {
    const { tension, arousal, key } = briefOf([queryWith('dragons')]).attributes;
    expect(tension.value).toBeGreaterThanOrEqual(0.5);
    expect(arousal.value).toBeGreaterThanOrEqual(0.6);
    expect(key.value).toMatch(/minor|dorian|phrygian/u);
    const caption = captioned('epic orchestral battle music with big drums and choir').attributes;
    expect(caption.tension.value).toBeGreaterThanOrEqual(0.5);
    expect(caption.arousal.value).toBeGreaterThanOrEqual(0.6);
    expect(caption.key.value).toMatch(/minor|dorian|phrygian/u);
  });

  it('lets the surface of a picture say less where words say more', () => {
    const arousal = (confidence: number): number => {
      const words = [{ text: 'roller coaster', origin: 'alt' as const, confidence }];
      const affect = { valence: 0, arousal: -0.8, dominance: 0 };
      return briefOf([queryWith('roller coaster', { words, affect })]).attributes.arousal.value;
    };
    expect(arousal(1)).toBeGreaterThan(arousal(0) + 0.15);
  });

  it('gives the roles that a caption names', () => {
    const players = playing(
      captioned('oboe melody over a cello bass line, harp arpeggios, strings underneath'),
    );
    expect(players).toEqual(
      expect.arrayContaining(['lead:oboe', 'bass:cello', 'figure:harp', 'pad:strings']),
    );
  });

  it.each(['cinematic, intense battle, no drums', 'techno without percussion', 'furious war, drumless'])(
    'plays no percussion for %j',
    (text) => {
      const families = captioned(text).attributes.instruments.value.map(
        ({ instrument }) => instruments[instrument].family,
      );
      expect(families).not.toContain('drums');
    },
  );

  it('lets a refused family rest', () => {
    const ids = captioned('a heroic fanfare, no brass').attributes.instruments.value.map(
      ({ instrument }) => instrument,
    );
    expect(ids.filter((id) => instruments[id].family === 'brass')).toEqual([]);
  });

  it.each([
    ['no brass except french horn', 'french-horn', 'trumpet'],
    ['no drums, just taiko', 'taiko', 'drum-kit'],
    ['strings, no strings', 'strings', ''],
    ['whistle and sitar', 'sitar', ''],
    ['taiko, but no drum kit', 'taiko', 'drum-kit'],
  ])('plays for %j the %s', (text, wanted, unwanted) => {
    const ids = captioned(text).attributes.instruments.value.map(({ instrument }) => instrument as string);
    expect(ids).toContain(wanted);
    expect(ids).not.toContain(unwanted);
  });

  it('adds roles with density', () => {
    const count = (density: number): number =>
      playing(captioned('film score', { density, style: 'cinematic' })).length;
    expect(count(0)).toBe(3);
    expect(count(1)).toBe(7);
  });

  it('refuses contradicting tempo words unless a tempo is given', () => {
    expect(() => captioned('fast and slow')).toThrow(LeitmotifError);
    expect(captioned('fast and slow', { tempo: 100 }).attributes.tempo.value).toBe(100);
  });

  it('refuses what cannot be', () => {
    expect(() => captioned('calm', { tempo: 30, meter: '12/8', seconds: 2 })).toThrow(/one bar/u);
  });

  it('keeps "not fast" slow enough', () => {
    expect(captioned('joyful, exciting, not fast').attributes.tempo.value).toBeLessThan(120);
  });

  it('carries parts of the cue and the notes of the readings', () => {
    const hits = [{ id: 'h', seconds: 3, label: 'door', strength: 1 }];
    const readings = [plainCaption('calm', { notes: ['half of the text was not understood'] })];
    const brief = makeBrief({ readings, given: {}, cue: { ...emptyCue, hits }, knowledge });
    expect(brief.hits).toEqual(hits);
    expect(brief.notes).toContain('half of the text was not understood');
  });

  it('is quick with three readings', () => {
    const readings = [queryWith('lighthouse'), queryWith('dragons'), queryWith('Irish jig')];
    const times = Array.from({ length: 20 }, () => {
      const start = performance.now();
      briefOf(readings);
      return performance.now() - start;
    });
    // The fastest: the machine may be busy with something else.
    expect(Math.min(...times)).toBeLessThan(200);
  });
});

describe('shares', () => {
  it('gives a single condition everything', () => {
    expect(briefOf([queryWith('lighthouse')]).shares.map(({ share }) => share)).toEqual([1]);
  });

  it('adds up to 1 and grows with the weight', () => {
    const shares = (weight: number): number[] =>
      briefOf([queryWith('lighthouse', { weight }), queryWith('angry industrial')])
        .shares.filter(({ kind }) => kind === 'image')
        .map(({ share }) => share);
    expect(shares(5)[0]).toBeGreaterThan(shares(0.5)[0]!);
    const all = briefOf([0, 5, 10, 15, 20, 25].map((index) => queryReading(index))).shares;
    expect(all.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('leaves out conditions of weight 0', () => {
    const brief = briefOf([queryWith('lighthouse'), queryWith('dragons', { weight: 0 })]);
    expect(brief.shares).toHaveLength(1);
    expect(brief).toEqual(briefOf([queryWith('lighthouse')]));
  });
});

describe('embedding', () => {
  it('is a unit vector of four decimals, empty where nothing was encoded', () => {
    const { embedding } = briefOf([queryWith('lighthouse'), queryWith('dragons')]);
    expect(embedding).toHaveLength(384);
    expect(Math.hypot(...embedding)).toBeCloseTo(1, 2);
    expect(embedding.every((value) => value === Math.round(value * 1e4) / 1e4)).toBe(true);
    expect(captioned('calm').embedding).toEqual([]);
  });
});

describe('spread', () => {
  it('keeps at least 70 % of the scenes’ spread over 200 mixed inputs, and does not turn grey in names', () => {
    const names = ['valence', 'arousal', 'tension', 'density', 'brightness', 'dynamics'] as const;
    const random = seededRandom(1);
    const briefs = Array.from({ length: 200 }, (_, i) =>
      briefOf(Array.from({ length: 1 + (i % 3) }, () => queryReading(random.below(queryList.length)))),
    );
    const spread = (values: number[]): number => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    };
    const ratios = names.map(
      (name) => spread(briefs.map(({ attributes }) => attributes[name].value)) / knowledge.spread[name],
    );
    const pace =
      spread(briefs.map(({ attributes }) => Math.log2(attributes.tempo.value))) / knowledge.spread.pace;
    // README.md has these figures.
    expect(Math.min(...ratios, pace)).toBeGreaterThan(0.7);
    const distinct = (value: (brief: Brief) => string): number => new Set(briefs.map(value)).size;
    expect(distinct(({ attributes }) => attributes.style.value)).toBeGreaterThan(10);
    expect(distinct(({ attributes }) => attributes.key.value)).toBeGreaterThan(15);
    expect(distinct((brief) => playing(brief).join())).toBeGreaterThan(60);
  });
});
