import { describe, expect, it } from 'vitest';
import { namedThemes, nameIn } from '../../../../bridge/protocol/themeNames.ts';
import { appearancesOf } from '../../../../models/brief/appearances.ts';
import type { Theme } from '../../../../bridge/protocol/cue.ts';

function theme(id: string, names: string[], kind: Theme['owner']['kind'] = 'character'): Theme {
  return { id, name: id, owner: { kind, names } };
}

describe('the names of an owner', () => {
  it('are words of their own', () => {
    const ann = { kind: 'character', names: ['Ann'] } as const;
    expect(nameIn('Ann went home.', { ...ann, names: ['Ann'] })).toBe('Ann');
    expect(nameIn("It was Ann's coat.", { ...ann, names: ['Ann'] })).toBe('Ann');
    expect(nameIn('Anns Mantel', { ...ann, names: ['Ann'] })).toBe('Ann');
    expect(nameIn('The ANNUAL fair; Anna danced.', { ...ann, names: ['Ann'] })).toBeUndefined();
    expect(nameIn('ANN', { ...ann, names: ['Ann'] })).toBe('Ann');
  });

  it('of characters are no common words; of ideas they are', () => {
    expect(nameIn('by the grace of a fall', { kind: 'character', names: ['Grace'] })).toBeUndefined();
    expect(nameIn('a little Hope', { kind: 'idea', names: ['hope'] })).toBe('hope');
  });

  it('may have several words, signs and letters of any script', () => {
    expect(nameIn('then the\nCaptain spoke', { kind: 'character', names: ['the Captain'] })).toBe(
      'the Captain',
    );
    expect(nameIn('Zoë (C++) laughed', { kind: 'character', names: ['(C++)'] })).toBe('(C++)');
    expect(nameIn('Ольга пела', { kind: 'character', names: ['Ольга'] })).toBe('Ольга');
    expect(nameIn('nothing', { kind: 'idea', names: ['  '] })).toBeUndefined();
  });
});

describe('appearances', () => {
  const ahab = theme('ahab', ['Ahab']);
  const sea = theme('sea', ['sea'], 'idea');
  const scenes = [
    { section: 's1', label: 'scene 1', words: 'The sea was calm.' },
    { section: 's2', label: 'scene 2', words: 'Ahab watched the sea.' },
  ];

  it('are in the scenes that name an owner', () => {
    const found = appearancesOf([ahab, sea], scenes, ['Ahab and the sea']);
    expect(found.map(({ theme: id, section }) => [id, section])).toEqual([
      ['ahab', 's2'],
      ['sea', 's1'],
      ['sea', 's2'],
    ]);
    expect(found[0]?.reason).toContain('Ahab');
  });

  it('are in the whole piece where no scene does, and nowhere where nothing does', () => {
    expect(appearancesOf([ahab], [], ['a caption', 'Ahab sails'])).toEqual([
      { theme: 'ahab', reason: expect.stringContaining('Ahab') as string },
    ]);
    expect(appearancesOf([ahab], scenes.slice(0, 1), ['a caption'])).toEqual([]);
  });

  it('choose the themes of a scene of a book', () => {
    expect(namedThemes([ahab, sea], 'Calm sea.')).toEqual([sea]);
  });
});
