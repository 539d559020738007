import { describe, expect, it } from 'vitest';
import { instrumentTable } from '../../../../models/brief/caption/instrumentNames.ts';
import { parseCaption } from '../../../../models/brief/caption/parseCaption.ts';
import { phraseAt } from '../../../../models/brief/caption/phraseTable.ts';
import { absentInstruments } from '../../../../models/brief/caption/readNotFollowed.ts';
import { tokenizeCaption } from '../../../../models/brief/caption/tokenizeCaption.ts';

describe('what a caption says and we cannot follow', () => {
  it.each([
    [
      'Spanish guitar with castanets, E minor',
      ['There are no samples of "castanets"; other instruments play'],
    ],
    [
      'Hurdy-gurdy and erhu',
      ['hurdy gurdy', 'erhu'].map((name) => `There are no samples of "${name}"; other instruments play`),
    ],
    [
      'Dark ambient drone, no melody, no beat',
      ['"no melody" is not followed: every style has a leading voice'],
    ],
    ['a calm piano without castanets', []],
    ['oboe melody over strings', []],
    ['no drums, a simple tune', []],
  ])('%j', (text, notes) => {
    expect(parseCaption(text).notes).toEqual(notes);
  });

  it('names no instrument that we have', () => {
    const known = absentInstruments.filter(
      (name) => phraseAt(tokenizeCaption(name), 0, instrumentTable) !== undefined,
    );
    expect(known).toEqual([]);
  });
});
