import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editCue } from '../../../../extension/cue/editCue.ts';
import { readCue } from '../../../../extension/cue/readCue.ts';
import { smallestEdit } from '../../../../extension/cue/smallestEdit.ts';
import { attributeRanges } from '../../../../bridge/protocol/attributes.ts';
import type { NumericAttribute } from '../../../../bridge/protocol/attributes.ts';
import type { Cue } from '../../../../bridge/protocol/cue.ts';
import type { HostEdit } from '../../../../extension/cue/editCue.ts';

const written = `{
    // what it is for
    "leitmotif": 1,
    "conditions": [
        { "kind": "image", "id": "image", "path": "harbour.jpg" }, /* the picture */
        { "kind": "caption", "id": "caption", "text": "calm" }
    ],
    "attributes": { "tempo": 90 },
    "takes": [{ "id": "harbour-7", "folder": "takes/harbour-7" }]
}
`;

const cueAfter = (edits: HostEdit[], text = written): Cue => {
  const { cue, faults } = readCue(edits.reduce(editCue, text), 'a');
  expect(faults).toEqual([]);
  return cue as Cue;
};

describe('editCue', () => {
  it('leaves comments, depth and everything else as they were written', () => {
    const text = editCue(written, { kind: 'set-attribute', name: 'tempo', value: 96 });
    expect(text).toBe(written.replace('90', '96'));
  });

  it('goes on as deep as the text is written', () => {
    const text = editCue(written, { kind: 'set-title', title: 'Harbour' });
    expect(text).toContain('\n    "title": "Harbour"');
    expect(text).toContain('// what it is for');
  });

  it('keeps the line ends of Windows', () => {
    const text = editCue(written.replaceAll('\n', '\r\n'), { kind: 'set-title', title: 'Harbour' });
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('makes a cue of an empty text', () => {
    const cue = cueAfter([{ kind: 'set-text', of: 'caption', text: 'calm piano' }], '');
    expect(cue.conditions).toEqual([{ kind: 'caption', id: 'caption', text: 'calm piano', weight: 1 }]);
  });

  it('sets, changes and removes the one caption', () => {
    const set = (text: string): HostEdit => ({ kind: 'set-text', of: 'caption', text });
    expect(cueAfter([set('wild')]).conditions[1]).toMatchObject({ text: 'wild' });
    expect(cueAfter([set('')]).conditions.map(({ id }) => id)).toEqual(['image']);
    expect(cueAfter([set(''), set('new')]).conditions[1]).toMatchObject({ kind: 'caption', text: 'new' });
  });

  it('does not take a story that is a file for the story of the field', () => {
    const file: HostEdit = {
      kind: 'add-conditions',
      conditions: [{ kind: 'story', id: 'story', path: 'a.md', weight: 1 }],
    };
    const { conditions } = cueAfter([file, { kind: 'set-text', of: 'story', text: 'Once' }]);
    expect(conditions.slice(2)).toEqual([
      { kind: 'story', id: 'story', path: 'a.md', weight: 1 },
      { kind: 'story', id: 'story-2', text: 'Once', weight: 1 },
    ]);
  });

  it('gives ids that are free to conditions that are added', () => {
    const image = { kind: 'image', id: 'image', path: 'b.jpg', weight: 1 } as const;
    const { conditions } = cueAfter([{ kind: 'add-conditions', conditions: [image, image] }]);
    expect(conditions.map(({ id }) => id)).toEqual(['image', 'caption', 'image-2', 'image-3']);
  });

  it('moves, weighs, describes and removes conditions', () => {
    const moved = cueAfter([{ kind: 'move-condition', condition: 'caption', to: 0 }]);
    expect(moved.conditions.map(({ id }) => id)).toEqual(['caption', 'image']);
    const weighed = cueAfter([
      { kind: 'set-weight', condition: 'image', weight: 2.5 },
      { kind: 'set-alt', condition: 'image', alt: 'boats' },
    ]);
    expect(weighed.conditions[0]).toMatchObject({ weight: 2.5, alt: 'boats' });
    const removed = cueAfter([{ kind: 'remove-condition', condition: 'image' }]);
    expect(removed.conditions.map(({ id }) => id)).toEqual(['caption']);
  });

  it('gives attributes back to the brief', () => {
    const both: HostEdit = {
      kind: 'set-attributes',
      attributes: [
        { name: 'valence', value: 0.5 },
        { name: 'arousal', value: -0.25 },
      ],
    };
    expect(cueAfter([both]).attributes).toEqual({ tempo: 90, valence: 0.5, arousal: -0.25 });
    expect(cueAfter([both, { kind: 'reset-attribute', name: 'valence' }]).attributes).toEqual({
      tempo: 90,
      arousal: -0.25,
    });
    expect(cueAfter([both, { kind: 'reset-all-attributes' }]).attributes).toEqual({});
  });

  it('keeps keyframes in order, and their list no longer than they', () => {
    const put = (seconds: number, value: number): HostEdit => {
      return { kind: 'put-keyframe', name: 'tension', seconds, value, curve: 'ease' };
    };
    const cue = cueAfter([put(8, 0.5), put(2, 0.1), put(8, 0.9)]);
    expect(cue.keyframes.tension?.map(({ seconds, value }) => [seconds, value])).toEqual([
      [2, 0.1],
      [8, 0.9],
    ]);
    const remove = (seconds: number): HostEdit => ({ kind: 'remove-keyframe', name: 'tension', seconds });
    expect(cueAfter([put(8, 0.5), put(2, 0.1), remove(8), remove(2)]).keyframes).toEqual({});
  });

  it('puts and removes sections, hits, themes and locks', () => {
    const cue = cueAfter([
      { kind: 'put-section', section: { id: 'a', label: 'A', start: 0 } },
      { kind: 'put-section', section: { id: 'a', label: 'Chase', start: 2 } },
      { kind: 'put-hit', hit: { id: 'h', seconds: 3, label: 'door', strength: 1 } },
      {
        kind: 'put-theme',
        theme: { id: 't', name: 'Anna', owner: { kind: 'character', names: ['Anna'] } },
      },
      { kind: 'put-lock', lock: { id: 'l', take: 'harbour-7', keep: 'melody' } },
      { kind: 'remove-entry', of: 'hits', id: 'h' },
    ]);
    expect(cue.sections).toEqual([{ id: 'a', label: 'Chase', start: 2 }]);
    expect(cue.hits).toEqual([]);
    expect([cue.themes.length, cue.locks.length]).toEqual([1, 1]);
  });

  it('adds, names, stars and removes takes', () => {
    const cue = cueAfter([
      { kind: 'add-take', take: { id: 'b', folder: 'takes/b' } },
      { kind: 'rename-take', take: 'b', name: 'Second' },
      { kind: 'star-take', take: 'b', starred: true },
      { kind: 'remove-take', take: 'harbour-7' },
    ]);
    expect(cue.takes).toEqual([{ id: 'b', folder: 'takes/b', name: 'Second', starred: true }]);
  });

  it('changes nothing for what is gone', () => {
    expect(editCue(written, { kind: 'set-weight', condition: 'gone', weight: 2 })).toBe(written);
    expect(editCue(written, { kind: 'rename-take', take: 'gone', name: 'x' })).toBe(written);
    expect(editCue(written, { kind: 'reset-attribute', name: 'key' })).toBe(written);
  });

  it('refuses what would make the cue wrong', () => {
    const edit: HostEdit = { kind: 'set-attribute', name: 'tempo', value: 9000 };
    expect(() => editCue(written, edit)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  });

  it('still edits a cue that had a fault before', () => {
    const broken = written.replace('"calm"', '7');
    const text = editCue(broken, { kind: 'set-title', title: 'A' });
    expect(readCue(text, 'a').cue?.title).toBe('A');
    const removed = editCue(broken, { kind: 'remove-condition', condition: 'image' });
    expect(readCue(removed, 'a').cue?.conditions).toEqual([]);
  });

  it('reads back any attribute that it wrote', () => {
    const names = Object.keys(attributeRanges) as NumericAttribute[];
    const edit = fc.constantFrom(...names).chain((name) => {
      const { min, max } = attributeRanges[name];
      const value = name === 'bars' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
      return value.map((number) => ({ name, value: number === 0 ? 0 : number }));
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (attributes) => {
        const text = editCue(written, { kind: 'set-attributes', attributes });
        const wanted = Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
        expect(readCue(text, 'a').cue?.attributes).toEqual({ tempo: 90, ...wanted });
      }),
      { numRuns: 50 },
    );
  });
});

describe('smallestEdit', () => {
  const applied = (before: string, after: string): string => {
    const edit = smallestEdit(before, after);
    if (edit === undefined) return before;
    return before.slice(0, edit.offset) + edit.text + before.slice(edit.offset + edit.length);
  };

  it('is the changed span alone', () => {
    expect(smallestEdit('tempo: 90;', 'tempo: 96;')).toEqual({ offset: 8, length: 1, text: '6' });
    expect(smallestEdit('same', 'same')).toBeUndefined();
  });

  it('does not cut a letter of two halves, or a line end', () => {
    expect(smallestEdit('a😀b', 'a😁b')).toEqual({ offset: 1, length: 2, text: '😁' });
    expect(smallestEdit('a\r\nb', 'a\rb')?.offset).toBe(1);
  });

  it('turns any text into any other', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\r', '\n', '😀', '😁'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applied(before, after)).toBe(after);
      }),
    );
  });
});
