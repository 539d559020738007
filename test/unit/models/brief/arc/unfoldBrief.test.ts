import { beforeAll, describe, expect, it } from 'vitest';
import { briefSchema } from '../../../../../bridge/protocol/brief.ts';
import { cueSchema } from '../../../../../bridge/protocol/cue.ts';
import { storyScenes } from '../../../../../models/brief/arc/storyScenes.ts';
import { relatedKey } from '../../../../../models/brief/arc/relatedKey.ts';
import { unfoldBrief } from '../../../../../models/brief/arc/unfoldBrief.ts';
import { loadSceneKnowledge } from '../../../../../models/brief/sceneKnowledge.ts';
import { makeBrief } from '../../../../../models/brief/makeBrief.ts';
import { knowledgeFolder, plainQueryList, plainStory } from '../queryReadings.ts';
import type { Brief } from '../../../../../bridge/protocol/brief.ts';
import type { ArcReadings } from '../../../../../models/brief/arc/arcScenes.ts';
import type { Passage, Reading } from '../../../../../models/perception/reading.ts';
import type { SceneKnowledge } from '../../../../../models/brief/sceneKnowledge.ts';

let knowledge: SceneKnowledge;
beforeAll(async () => {
  knowledge = await loadSceneKnowledge(knowledgeFolder);
});

const nothing: ArcReadings = { words: new Map(), beats: new Map() };
const calm = plainQueryList.filter(({ arousal, valence }) => arousal < -0.4 && valence > 0.3).slice(0, 3);
const wild = plainQueryList.filter(({ arousal, valence }) => arousal > 0.5 && valence < -0.5).slice(0, 3);

/** Three calm sentences, three wild ones, three calm ones: as beats of one story. */
function beats(): Passage[] {
  const told = [...calm, ...wild, ...calm].map((query) => plainStory(query).passages[0]!);
  return told.map((passage) => ({ ...passage, weight: 1 / told.length }));
}

function unfold(cueOf: object, readings: Reading[], arc: ArcReadings = nothing): Brief {
  const cue = cueSchema.parse({ leitmotif: 1, attributes: { seconds: 60 }, ...cueOf });
  const brief = makeBrief({ readings, given: cue.attributes, cue, knowledge });
  return unfoldBrief({ brief, readings, arc, cue, knowledge });
}

describe('storyScenes', () => {
  it('cuts where the feeling turns', () => {
    const scenes = storyScenes(beats(), knowledge, { most: 8 });
    expect(scenes.map((scene) => scene.length)).toEqual([3, 3, 3]);
  });

  it('leaves a story of one feeling whole, and cuts as often as it is told to', () => {
    const even = beats().map((beat, _, all) => ({ ...all[0]!, weight: beat.weight }));
    expect(storyScenes(even, knowledge, { most: 8 })).toHaveLength(1);
    expect(storyScenes(beats(), knowledge, { most: 5, exactly: 5 })).toHaveLength(5);
  });

  it('cuts three hundred beats in no time', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({
      ...beats()[Math.floor(i / 25) % 9]!,
      weight: 1 / 300,
    }));
    const before = process.cpuUsage();
    storyScenes(many, knowledge, { most: 16 });
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
  });
});

describe('relatedKey', () => {
  it('keeps to the key of the piece: relatives, a fifth, the same tonic', () => {
    expect(relatedKey('D minor', 'major', 0.5)).toBe('F major');
    expect(relatedKey('D minor', 'minor', 0)).toBe('D minor');
    expect(relatedKey('C major', 'major', 0.8)).toBe('G major');
    expect(relatedKey('C major', 'major', -0.8)).toBe('F major');
    expect(relatedKey('D minor', 'dorian', 0)).toBe('D dorian');
  });
});

describe('unfoldBrief', () => {
  it('changes nothing where nothing is asked for over time', () => {
    const readings = [plainStory(calm[0]!)];
    const cue = cueSchema.parse({ leitmotif: 1, sections: [{ id: 'a', label: 'A', start: 0 }] });
    const brief = makeBrief({ readings, given: {}, cue, knowledge });
    expect(unfoldBrief({ brief, readings, arc: nothing, cue, knowledge })).toBe(brief);
  });

  it('makes keyframes of the scenes of a story, each with source and reason', () => {
    const story = { ...plainStory(calm[0]!), passages: beats() };
    const arc = { words: new Map(), beats: new Map([['story-1', beats()]]) };
    const conditions = [{ kind: 'story', id: 'story-1', text: 'told' }];
    const brief = unfold({ unfold: 'stories', conditions }, [story], arc);
    expect(briefSchema.safeParse(brief).success).toBe(true);
    expect(brief.sections).toHaveLength(3);
    const arousal = brief.keyframes!.arousal!;
    expect(arousal.map(({ seconds }) => seconds)).toEqual(brief.sections.map(({ start }) => start));
    expect(Number(arousal[1]!.value)).toBeGreaterThan(Number(arousal[0]!.value) + 0.5);
    expect(Number(arousal[1]!.value)).toBeGreaterThan(Number(arousal[2]!.value) + 0.5);
    expect(arousal[1]).toMatchObject({
      source: 'story',
      reason: expect.stringContaining('scene 2') as string,
      curve: 'hold',
    });
    expect(brief.keyframes!.style).toBeUndefined();
  });

  it('takes what a section says outright, and what goes along with it', () => {
    const sections = [
      { id: 'a', label: 'A', start: 0, attributes: { arousal: -0.8, tempo: 60 } },
      { id: 'b', label: 'B', start: 30, attributes: { arousal: 0.9 } },
    ];
    const { keyframes } = unfold({ sections }, [plainStory(calm[0]!)]);
    expect(keyframes!.arousal!.map(({ value, source }) => [value, source])).toEqual([
      [-0.8, 'explicit'],
      [0.9, 'explicit'],
    ]);
    expect(keyframes!.tempo![0]).toMatchObject({ value: 60, source: 'explicit' });
    expect(Number(keyframes!.dynamics![1]!.value)).toBeGreaterThan(Number(keyframes!.dynamics![0]!.value));
  });

  it.each([
    [{ hits: [{ id: 'h', seconds: 61, label: 'door' }] }, 'brief-impossible', /"door" at 61 s/],
    [{ sections: [{ id: 's', label: 'late', start: 60, words: 'x' }] }, 'brief-impossible', /"late"/],
    [{ keyframes: { tempo: [{ seconds: 3, value: 999 }] } }, 'attribute-out-of-range', /tempo/],
    [{ keyframes: { tempo: [{ seconds: 3, value: 'fast' }] } }, 'attribute-invalid', /tempo/],
    [{ keyframes: { bars: [{ seconds: 3, value: 4 }] } }, 'attribute-invalid', /bars/],
  ])('refuses %j', (cue, code, words) => {
    expect(() => unfold(cue, [plainStory(calm[0]!)])).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(words) as string }) as Error,
    );
  });

  it('says what is compromised', () => {
    const { notes } = unfold(
      {
        hits: [
          { id: 'a', seconds: 10, label: 'one' },
          { id: 'b', seconds: 10.03, label: 'two' },
          { id: 'c', seconds: 59.9, label: 'three' },
        ],
        sections: [
          { id: 's', label: 'first', start: 20, attributes: { arousal: 0 } },
          { id: 't', label: 'second', start: 20, attributes: { arousal: 1 } },
        ],
      },
      [plainStory(calm[0]!)],
    );
    expect(notes.join('\n')).toMatch(/"two" is within 66 ms[^]*"three" at 59.9 s[^]*|"second" is heard/);
    expect(notes.filter((note) => /one accent|no bar fits|begin together/.test(note))).toHaveLength(3);
  });
});
