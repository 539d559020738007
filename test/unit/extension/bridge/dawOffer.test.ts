import { expect, it } from 'vitest';
import { dawEdit, dawOffers } from '../../../../extension/bridge/dawOffer.ts';
import { editCue } from '../../../../extension/cue/editCue.ts';
import type { Cue } from '../../../../bridge/protocol/cue.ts';
import type { DawConditions } from '../../../../bridge/protocol/daw.ts';

const told: DawConditions = {
  attributes: { tempo: 120, meter: '3/4', bars: 16 },
  sections: [{ id: 'daw-1', label: 'Verse', start: 0, bars: 16 }],
  fromBar: 5,
  playhead: 4.5,
  left: [],
};
const cue = JSON.stringify({
  leitmotif: 1,
  attributes: { tempo: 90, seconds: 30 },
  sections: [{ id: 'a', label: 'A', start: 0 }],
});

const parsed = (text: string): Cue => JSON.parse(text) as Cue;

it('offers what was told beside what the cue has; the playhead only to who wants it', () => {
  const offers = dawOffers(told, parsed(cue));
  expect(offers.map(({ of, value, now, isUsual }) => [of, value, now, isUsual])).toEqual([
    ['tempo', '120 BPM', '90 BPM', true],
    ['meter', '3/4', undefined, true],
    ['bars', '16 bars', '30 s', true],
    ['sections', 'Verse', 'A', true],
    ['hit', '4.50 s', undefined, false],
  ]);
  expect(dawOffers({ attributes: {}, sections: [], fromBar: 1, left: [] }, undefined)).toEqual([]);
});

it('is one edit: bars in place of seconds, sections in place of sections, the playhead as a hit', () => {
  const edited = parsed(
    editCue(
      cue,
      dawEdit(told, new Set(['tempo', 'meter', 'bars', 'sections', 'hit']), {
        title: 'REAPER',
        hitLabel: 'Playhead',
      }),
    ),
  );
  expect(edited).toEqual({
    leitmotif: 1,
    attributes: { tempo: 120, meter: '3/4', bars: 16 },
    fromDaw: { title: 'REAPER', attributes: { tempo: 120, meter: '3/4', bars: 16 } },
    sections: told.sections,
    hits: [{ id: 'daw', seconds: 4.5, label: 'Playhead', strength: 1 }],
  });
});

it('leaves what was not chosen', () => {
  expect(parsed(editCue(cue, dawEdit(told, new Set(['meter']), { title: 'REAPER', hitLabel: 'x' })))).toEqual(
    {
      ...parsed(cue),
      attributes: { tempo: 90, seconds: 30, meter: '3/4' },
      fromDaw: { title: 'REAPER', attributes: { meter: '3/4' } },
    },
  );
});

it('adds to what the same DAW said before; another one stands for itself', () => {
  const taking = (title: string, of: 'tempo' | 'meter') =>
    dawEdit(told, new Set([of]), { title, hitLabel: 'x' });
  const first = editCue(cue, taking('REAPER', 'tempo'));
  const second = editCue(first, taking('REAPER', 'meter'));
  expect(parsed(second).fromDaw).toEqual({ title: 'REAPER', attributes: { tempo: 120, meter: '3/4' } });
  const other = editCue(second, taking('Ardour', 'meter'));
  expect(parsed(other).fromDaw).toEqual({ title: 'Ardour', attributes: { meter: '3/4' } });
  const hit = dawEdit(told, new Set(['hit']), { title: 'REAPER', hitLabel: 'x' });
  expect(parsed(editCue(cue, hit))).not.toHaveProperty('fromDaw');
});
