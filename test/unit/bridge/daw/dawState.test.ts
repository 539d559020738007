/** What DAWs say, and what becomes of it: state, conditions, sections. */
import { describe, expect, it } from 'vitest';
import { conditionsOfDaw, locatorsOfSections } from '../../../../bridge/daw/dawConditions.ts';
import { dawDialects } from '../../../../bridge/daw/dawDialects.ts';
import { DawFeedback } from '../../../../bridge/daw/dawFeedback.ts';
import { tempoSentences } from '../../../../bridge/daw/tempoOffer.ts';
import type { DawId, DawState } from '../../../../bridge/protocol/daw.ts';
import type { OscArgument } from '../../../../bridge/osc/oscPacket.ts';

type Said = [address: string, ...args: (number | string)[]];

function hear(daw: DawId, ...said: Said[]): DawState {
  const feedback = new DawFeedback(dawDialects[daw]);
  for (const [address, ...args] of said) {
    const typed = args.map((value): OscArgument =>
      typeof value === 'string' ? { type: 's', value } : { type: 'f', value },
    );
    feedback.hear({ address, args: typed });
  }
  return feedback.state;
}

describe('what a DAW says', () => {
  it('is read from Live', () => {
    const state = hear(
      'ableton',
      ['/live/song/get/tempo', 97.5],
      ['/live/song/get/is_playing', 1],
      ['/live/song/get/signature_numerator', 6],
      ['/live/song/get/signature_denominator', 8],
      ['/live/song/get/current_song_time', 12.25],
      ['/live/song/get/loop_start', 8],
      ['/live/song/get/loop_length', 16],
      ['/live/song/get/loop', 1],
      ['/live/song/get/cue_points', 'Verse', 16, 'Intro', 0],
      ['/live/song/get/track_names', 'A', 'B'],
      ['/live/song/get/root_note', 2],
      ['/live/song/get/scale_name', 'Minor'],
    );
    expect(state).toEqual({
      tempo: 97.5,
      isRolling: true,
      meter: '6/8',
      position: { quarters: 12.25 },
      loop: { start: { quarters: 8 }, end: { quarters: 24 }, isOn: true },
      markers: [
        { name: 'Intro', quarters: 0 },
        { name: 'Verse', quarters: 16 },
      ],
      tracks: ['A', 'B'],
      root: 2,
      scale: 'Minor',
    });
  });

  it('is read from Bitwig and REAPER', () => {
    expect(
      hear(
        'bitwig',
        ['/tempo/raw', 120],
        ['/time/signature', '3 / 4'],
        ['/marker/2/name', 'B'],
        ['/track/1/name', 'One'],
        ['/play', 0],
      ),
    ).toMatchObject({
      tempo: 120,
      meter: '3/4',
      isRolling: false,
      tracks: ['One'],
      markers: [{ name: '' }, { name: 'B' }],
    });
    expect(hear('reaper', ['/tempo/raw', 90], ['/time', 4.5], ['/stop', 1], ['/repeat', 1])).toMatchObject({
      tempo: 90,
      position: { seconds: 4.5 },
      isRolling: false,
      loop: { isOn: true },
    });
  });

  it('keeps the length of a loop that moves', () => {
    const { loop } = hear(
      'ableton',
      ['/live/song/get/loop_length', 8],
      ['/live/song/get/loop_start', 4],
      ['/live/song/get/loop_start', 12],
    );
    expect([loop?.start.quarters, loop?.end.quarters]).toEqual([12, 20]);
  });

  it('changes nothing where it is no sense', () => {
    const before = JSON.stringify(hear('bitwig'));
    const nonsense: Said[] = [
      ['/time/signature', 'four four'],
      ['/tempo/raw', -3],
      ['/tempo/raw', 'fast'],
      ['/marker/0/name', 'x'],
      ['/track/9999/name', 'x'],
      ['/nobody', 1],
      ['/play'],
    ];
    expect(JSON.stringify(hear('bitwig', ...nonsense))).toBe(before);
  });
});

describe('conditions of a project', () => {
  it('are its tempo, meter, key and loop, with its locators as sections', () => {
    const { attributes, sections, fromBar, left } = conditionsOfDaw({
      tempo: 120,
      meter: '4/4',
      root: 2,
      scale: 'Dorian',
      loop: { start: { quarters: 16 }, end: { quarters: 80 }, isOn: true },
      markers: [
        { name: 'Before', quarters: 0 },
        { name: 'A', quarters: 16 },
        { name: 'B', quarters: 49 },
        { name: 'After', quarters: 80 },
      ],
      tracks: [],
    });
    expect(attributes).toEqual({ tempo: 120, meter: '4/4', key: 'D dorian', bars: 16 });
    expect(fromBar).toBe(5);
    expect(sections).toEqual([
      { id: 'daw-1', label: 'A', start: 0, bars: 8 },
      { id: 'daw-2', label: 'B', start: 16, bars: 8 },
    ]);
    expect(left).toEqual(['The marker “B” went to the beginning of bar 13.']);
  });

  it('say where the playhead stands in the piece, unless it is before its beginning', () => {
    const of = (quarters: number): number | undefined =>
      conditionsOfDaw({
        tempo: 120,
        meter: '4/4',
        position: { quarters },
        loop: { start: { quarters: 16 }, end: { quarters: 80 }, isOn: true },
        markers: [],
        tracks: [],
      }).playhead;
    expect([of(17), of(16), of(15)]).toEqual([0.5, 0, undefined]);
  });

  it('count beats as the meter does', () => {
    const { attributes } = conditionsOfDaw({ tempo: 90, meter: '6/8', markers: [], tracks: [] });
    expect(attributes).toEqual({ tempo: 60, meter: '6/8' });
  });

  it('say what cannot be used', () => {
    const { attributes, left } = conditionsOfDaw({
      tempo: 500,
      meter: '11/16',
      root: 1,
      scale: 'Hungarian Minor',
      markers: [{ name: 'Somewhere' }],
      tracks: [],
    });
    expect(attributes).toEqual({});
    expect(left).toHaveLength(4);
  });

  it('come back as locators where sections were made', () => {
    const made = [
      { label: 'A', bar: 1 },
      { label: 'B', bar: 9 },
    ];
    expect(locatorsOfSections(made, '3/4', 5)).toEqual([
      { name: 'A', quarters: 12 },
      { name: 'B', quarters: 36 },
    ]);
  });
});

describe('the tempo of a clip', () => {
  const clip = {
    leitmotifClip: 1,
    id: 'x',
    title: 'x',
    at: 1,
    quarters: 8,
    tempo: 97.5,
    hasOneTempo: true,
    meter: '4/4',
    matchTempo: false,
    parts: [],
  } as const;
  it('is offered where the project has another', () => {
    expect(tempoSentences({ ...clip, parts: [] }, { tempo: 120, meter: '3/4' })).toEqual([
      expect.stringContaining('97.5') as string,
      'The clip is in 4/4 and the project in 3/4.',
    ]);
    expect(tempoSentences({ ...clip, parts: [] }, { tempo: 97.501, meter: '4/4' })).toEqual([]);
    expect(tempoSentences({ ...clip, parts: [], hasOneTempo: false }, {})).toHaveLength(1);
  });
});
