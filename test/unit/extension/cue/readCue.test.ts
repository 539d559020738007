import { describe, expect, it } from 'vitest';
import { longestCue, readCue } from '../../../../extension/cue/readCue.ts';

const name = 'harbour.leitmotif';
const read = (cue: unknown) => readCue(JSON.stringify(cue, undefined, 2), name);

describe('readCue', () => {
  it('reads a cue with all that is left out', () => {
    const { cue, faults, isNewer } = read({ leitmotif: 1, title: 'Harbour' });
    expect(faults).toEqual([]);
    expect(isNewer).toBe(false);
    expect(cue).toMatchObject({
      title: 'Harbour',
      conditions: [],
      attributes: {},
      takes: [],
      engine: 'auto',
    });
  });

  it('takes an empty file for an empty cue', () => {
    expect(readCue(' \n', name)).toMatchObject({ cue: { leitmotif: 1, conditions: [] }, faults: [] });
  });

  it('reads comments and commas at the end, as a person leaves them', () => {
    const { cue, faults } = readCue('{\n  // mine\n  "leitmotif": 1,\n  "title": "A",\n}', name);
    expect(faults).toEqual([]);
    expect(cue?.title).toBe('A');
  });

  it('tells the line of text that is no JSON', () => {
    const { cue, faults } = readCue('{\n  "leitmotif": 1\n  "title": "A"\n}', name);
    expect(cue).toBeUndefined();
    expect(faults[0]).toMatchObject({ code: 'cue-invalid', subject: `${name}, line 3` });
    expect(faults[0]?.what).toContain('comma expected');
  });

  it.each(['[]', '7', 'null', '"cue"'])('refuses %s', (text) => {
    expect(readCue(text, name)).toMatchObject({ faults: [{ code: 'cue-invalid' }], isNewer: false });
  });

  it('refuses a newer version, and does not let it be changed', () => {
    const { cue, faults, isNewer } = read({ leitmotif: 2, conditions: 'something new' });
    expect(cue).toBeUndefined();
    expect(isNewer).toBe(true);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.code).toBe('cue-version-unknown');
  });

  it.each([[undefined], ['1'], [0], [0.5]])('refuses the version %s', (leitmotif) => {
    expect(read({ leitmotif }).faults[0]).toMatchObject({ code: 'cue-invalid' });
  });

  it('leaves out what has a wrong type, tells where it stands, and keeps the rest', () => {
    const { cue, faults } = read({
      leitmotif: 1,
      title: 7,
      conditions: [
        { kind: 'caption', id: 'caption', text: 'calm' },
        { kind: 'hologram', id: 'x' },
        { kind: 'image', id: 'image', path: 'a.jpg', weight: 'much' },
      ],
      attributes: { tempo: 9000, key: 'D minor', meter: null },
      keyframes: {
        tempo: [
          { seconds: 0, value: 90 },
          { seconds: 'soon', value: 1 },
        ],
        key: 'later',
      },
      sections: {},
      takes: [{ id: 'a', folder: 'takes/a' }, 3],
    });
    expect(cue?.conditions.map(({ id }) => id)).toEqual(['caption']);
    expect(cue?.attributes).toEqual({ key: 'D minor' });
    expect(cue?.keyframes).toEqual({ tempo: [{ seconds: 0, value: 90, curve: 'linear' }] });
    expect(cue?.takes.map(({ id }) => id)).toEqual(['a']);
    expect(faults.map(({ what }) => what.split(':')[0])).toEqual([
      'title',
      'conditions.1.kind',
      'conditions.2.weight',
      'attributes.tempo',
      'attributes.meter',
      'keyframes.tempo.1.seconds',
      'keyframes.key',
      'sections',
      'takes.1',
    ]);
    expect(faults[1]?.subject).toBe(`${name}, line 11`);
  });

  it('counts the first of two with one id', () => {
    const caption = (text: string) => ({ kind: 'caption', id: 'caption', text });
    const { cue, faults } = read({ leitmotif: 1, conditions: [caption('one'), caption('two')] });
    expect(cue?.conditions).toHaveLength(1);
    expect(cue?.conditions[0]).toMatchObject({ text: 'one' });
    expect(faults[0]?.what).toContain('"caption" is there twice');
  });

  it('does not read ten megabytes', () => {
    const text = JSON.stringify({ leitmotif: 1, title: 'x'.repeat(10_000_000) });
    const { cue, faults } = readCue(text, name);
    expect(cue).toBeUndefined();
    expect(faults[0]).toMatchObject({ code: 'text-too-long', subject: name });
    expect(faults[0]?.what).toContain('9.5 MB');
  });

  it('tells of a few faults, not of thousands', () => {
    const { faults } = read({ leitmotif: 1, takes: Array.from({ length: 5000 }, () => 1) });
    expect(faults).toHaveLength(20);
  });

  it('reads the longest cue that the sidecar takes', () => {
    const story = (i: number) => ({ kind: 'story', id: `s${i}`, text: 'x'.repeat(199_000) });
    const text = JSON.stringify({ leitmotif: 1, conditions: Array.from({ length: 20 }, (_, i) => story(i)) });
    expect(text.length).toBeLessThan(longestCue);
    expect(readCue(text, name)).toMatchObject({ faults: [] });
  });
});
