import { describe, expect, it } from 'vitest';
import { keptTracks } from '../../../../../bridge/protocol/panels/keptTracks.ts';

const on = { muted: true, solo: false };

describe('keptTracks', () => {
  it('follows role and label, whatever the number of the stem is', () => {
    const from = {
      tracks: [
        { id: '0', role: 'lead', label: 'Flute' } as const,
        { id: '1', role: 'bass', label: 'Tuba' } as const,
      ],
    };
    const to = {
      tracks: [
        { id: '0', role: 'bass', label: 'Double basses' } as const,
        { id: '1', role: 'lead', label: 'Flute' } as const,
      ],
    };
    expect(keptTracks(from, { 1: on }, to)).toEqual({ 0: on });
    expect(keptTracks(from, { 0: on }, to)).toEqual({ 1: on });
  });

  it('tells parts of one role apart by their label', () => {
    const from = {
      tracks: [
        { id: '0', role: 'pad', label: 'Violas' } as const,
        { id: '1', role: 'pad', label: 'Choir' } as const,
      ],
    };
    expect(keptTracks(from, { 1: on }, { tracks: [{ id: '7', role: 'pad', label: 'Choir' }] })).toEqual({
      7: on,
    });
  });

  it('keeps nothing of what is not there', () => {
    expect(
      keptTracks(
        { tracks: [{ id: 'mix', label: 'Mix' }] },
        { mix: on },
        { tracks: [{ id: '0', role: 'lead', label: 'Flute' }] },
      ),
    ).toEqual({});
  });
});
