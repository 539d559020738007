import { describe, expect, it } from 'vitest';
import { conditionLabel } from '../../../../extension/cue/conditionLabel.ts';
import { conditionsOfFiles } from '../../../../extension/cue/conditionsOfFiles.ts';
import { cuePath, takesFolder } from '../../../../extension/cue/cuePath.ts';
import { freeId } from '../../../../extension/cue/freeId.ts';
import { newCueText } from '../../../../extension/cue/newCueText.ts';

describe('conditionsOfFiles', () => {
  it('makes conditions by the ending, with paths from the cue', () => {
    const paths = ['/s/harbour.JPG', '/s/story/one.md', '/x/theme.mid', '/s/rain.flac', '/s/film.mkv'];
    const { conditions, refused } = conditionsOfFiles(paths, '/s', []);
    expect(conditions).toEqual([
      { kind: 'image', id: 'image', path: 'harbour.JPG', weight: 1 },
      { kind: 'story', id: 'story', path: 'story/one.md', weight: 1 },
      { kind: 'reference-midi', id: 'reference', path: '../x/theme.mid', weight: 1 },
      { kind: 'reference-audio', id: 'reference-2', path: 'rain.flac', weight: 1 },
    ]);
    expect(refused).toEqual(['/s/film.mkv']);
  });

  it('leaves out what the cue has already', () => {
    const there = [{ kind: 'image', id: 'image', path: 'a.png', weight: 1 }] as const;
    const { conditions } = conditionsOfFiles(['/s/a.png', '/s/b.png', '/s/b.png'], '/s', there);
    expect(conditions.map(({ id }) => id)).toEqual(['image-2']);
  });
});

describe('cuePath', () => {
  it('is relative, with slashes', () => {
    expect(cuePath('/s/takes/a', '/s')).toBe('takes/a');
    expect(cuePath('/a.png', '/s/t')).toBe('../../a.png');
  });

  it('puts takes where the setting says', () => {
    expect(takesFolder('takes', '/s', 'harbour')).toBe('/s/takes');
    expect(takesFolder('music/${cue}', '/s', 'harbour')).toBe('/s/music/harbour');
    expect(takesFolder('/big/takes', '/s', 'harbour')).toBe('/big/takes');
  });
});

describe('freeId', () => {
  it('counts from two on', () => {
    expect(freeId('image', new Set())).toBe('image');
    expect(freeId('image', new Set(['image', 'image-2']))).toBe('image-3');
    expect(freeId('image-2', new Set(['image-2']))).toBe('image-3');
  });
});

describe('conditionLabel', () => {
  it('is the file name, or the first words', () => {
    expect(conditionLabel({ kind: 'image', id: 'i', path: '..\\a\\harbour.jpg', weight: 1 })).toBe(
      'harbour.jpg',
    );
    expect(conditionLabel({ kind: 'caption', id: 'c', text: ' calm \n piano ', weight: 1 })).toBe(
      'calm piano',
    );
    expect(conditionLabel({ kind: 'story', id: 'story', text: '', weight: 1 })).toBe('story');
    const long = conditionLabel({ kind: 'story', id: 's', text: 'word '.repeat(100), weight: 1 });
    expect(long).toHaveLength(60);
    expect(long.endsWith('…')).toBe(true);
  });
});

describe('newCueText', () => {
  const caption = (text: string) => ({
    conditions: [{ kind: 'caption', id: 'caption', text, weight: 1 } as const],
  });

  it('is plain, and leaves out what is understood', () => {
    expect(JSON.parse(newCueText({ title: 'Harbour', ...caption('calm') }, 30))).toEqual({
      leitmotif: 1,
      title: 'Harbour',
      conditions: [{ kind: 'caption', id: 'caption', text: 'calm' }],
      attributes: {},
    });
  });

  it('has the length of the setting, unless its text says one', () => {
    const seconds = (text: string): unknown => {
      return (JSON.parse(newCueText(caption(text), 45)) as { attributes: object }).attributes;
    };
    expect(seconds('calm')).toEqual({ seconds: 45 });
    expect(seconds('calm, 2 minutes')).toEqual({});
    expect(seconds('calm 1:30')).toEqual({});
    expect(seconds('eight bars of waltz')).toEqual({});
  });
});
