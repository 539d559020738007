import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { meters, modes, styles } from '../../../../../../bridge/protocol/attributes.ts';
import { instruments } from '../../../../../../bridge/protocol/instruments.ts';
import { composeScore } from '../../../../../../models/engines/score/composeScore.ts';
import { profiles } from '../../../../../../models/engines/score/styles/profiles.ts';
import { randomBrief } from '../../../../../../models/evaluation/explicitBrief.ts';
import { hasAskedKey, tempoError } from '../../../../../../models/evaluation/variety.ts';
import { sampleBrief } from '../../../../../fixtures/sampleBrief.ts';
import type { Style } from '../../../../../../bridge/protocol/attributes.ts';
import type { Note, Score } from '../../../../../../bridge/protocol/score.ts';
import type { Role } from '../../../../../../bridge/protocol/roles.ts';

const genres = styles.slice(8);

function notesOf(score: Score, role: Role): Note[] {
  return score.parts.find((part) => part.role === role)?.notes ?? [];
}

function composed(given: Parameters<typeof sampleBrief>[0], seed = 1): Score {
  return composeScore({ brief: sampleBrief(given), seed, candidates: 2 }).score;
}

/** Places in the bar that at least one note begins near, on a grid of eighths; swung ones count as their eighth. */
function places(notes: readonly Note[], bar: number): Set<number> {
  return new Set(notes.map(({ tick }) => Math.floor(((tick + 40) % bar) / 240)));
}

describe('the profiles', () => {
  // A change here changes the music of takes that people have: raise scoreEngineVersion, or undo it.
  it.each([
    ['cinematic', 'f4bcebc0fad2036e'],
    ['ambient', 'd086203d910712a2'],
    ['piano', '5740220a52e5c421'],
    ['strings', '5ad047f4a05331a7'],
    ['choral', 'cab0a7e18fffb149'],
    ['folk', 'd5bce8a42bed97f0'],
    ['electronic', '4e63ee383486a27e'],
    ['horror', '3ad6b81ab3a54781'],
  ] as [Style, string][])('write the %s that they always wrote', (style, known) => {
    const hash = createHash('sha256');
    for (let seed = 0; seed < 8; seed++) {
      const brief = randomBrief({ style, seed, bars: 24 });
      hash.update(JSON.stringify(composeScore({ brief, seed, candidates: 4 }).score));
    }
    expect(hash.digest('hex').slice(0, 16)).toBe(known);
  });

  it.each(genres)('write %s in every mode, meter and length, on the instruments that were asked', (style) => {
    modes.forEach((mode, i) => {
      for (const bars of [1, 5, 12, 30]) {
        const meter = meters[(i + bars) % meters.length] ?? '4/4';
        const score = composed({ style, key: `Bb ${mode}`, meter, bars, density: (bars % 4) / 3 }, bars);
        for (const { role, instrument, channel, notes } of score.parts) {
          const { range, kit } = instruments[instrument];
          expect(kit === true ? role : 'percussion').toBe('percussion');
          expect(channel === 9).toBe(kit === true);
          expect(notes.every(({ pitch }) => pitch >= range[0] && pitch <= range[1])).toBe(true);
          expect(
            notes.every(({ tick, duration }) => Number.isInteger(tick) && Number.isInteger(duration)),
          ).toBe(true);
        }
      }
    });
  });

  it.each(genres)('write %s whose key and tempo a listener finds', (style) => {
    const seeds = Array.from({ length: 12 }, (_, seed) => seed);
    const briefs = seeds.map((seed) => randomBrief({ style, seed: 500 + seed, bars: 24 }));
    const scores = briefs.map((brief, seed) => composeScore({ brief, seed }).score);
    const share = (test: (i: number) => boolean): number => seeds.filter(test).length / seeds.length;
    expect(share((i) => hasAskedKey(scores[i]!, briefs[i]!))).toBeGreaterThan(0.8);
    expect(share((i) => tempoError(scores[i]!, briefs[i]!) < 0.01)).toBe(1);
  });
});

describe('what makes a genre', () => {
  it.each(['jazz', 'blues'] as const)('%s swings in triplets at any tempo', (style) => {
    for (const tempo of [70, 190]) {
      const drums = notesOf(composed({ style, tempo, bars: 16 }), 'percussion');
      const offBeats = drums.map(({ tick }) => tick % 480).filter((place) => place > 160 && place < 440);
      expect(offBeats.length).toBeGreaterThan(8);
      const mean = offBeats.reduce((sum, place) => sum + place, 0) / offBeats.length;
      expect(Math.abs(mean - 320)).toBeLessThan(8);
    }
  });

  it('leaves triple beats as they are', () => {
    const drums = notesOf(composed({ style: 'blues', meter: '12/8', bars: 8 }), 'percussion');
    const far = drums.map(({ tick }) => Math.abs(((tick + 120) % 240) - 120));
    expect(Math.max(...far)).toBeLessThan(40);
  });

  it('walks in jazz: a note on every beat, mostly by step', () => {
    const score = composed({ style: 'jazz', bars: 24, density: 1 }, 3);
    const bass = notesOf(score, 'bass');
    expect(bass.length).toBeGreaterThan(score.bars * 2.5);
    const moves = bass.slice(1).map(({ pitch }, i) => Math.abs(pitch - bass[i]!.pitch));
    expect(moves.filter((move) => move <= 4).length / moves.length).toBeGreaterThan(0.55);
  });

  it('has choruses of twelve bars in the blues: tonic, fourth on the fifth bar, home at the end', () => {
    const score = composed({ style: 'blues', key: 'A minor', bars: 24 });
    expect(score.sections.map(({ bars }) => bars)).toEqual([12, 12]);
    const rootAt = (bar: number): number | undefined =>
      score.chords.findLast(({ tick }) => tick <= bar * 1920)?.root;
    for (const chorus of [0, 12]) {
      expect([0, 4, 6].map((bar) => rootAt(chorus + bar))).toEqual([9, 2, 9]);
      expect(rootAt(chorus + 8)).not.toBe(9);
    }
    expect(rootAt(23)).toBe(9);
  });

  it('lays the clave of two bars in the bossa', () => {
    const drums = notesOf(composed({ style: 'bossa', bars: 16, density: 1 }), 'percussion');
    const clave = drums
      .filter(({ pitch }) => pitch === 37)
      .map(({ tick }) => Math.round((tick % 3840) / 240) % 16);
    expect([...new Set(clave)].sort((a, b) => a - b)).toEqual([0, 3, 6, 10, 13]);
  });

  it('goes oom-pah-pah in the waltz', () => {
    const score = composed({ style: 'waltz', meter: '3/4', bars: 8, density: 1 }, 2);
    const inner = ({ tick }: Note): boolean => tick < score.endTick - 3 * 1440 - 100;
    expect([
      ...places(
        notesOf(score, 'bass').filter((note) => note.tick > 2800 && inner(note)),
        1440,
      ),
    ]).toEqual([0]);
    const pah = notesOf(score, 'figure').filter(inner);
    expect([...places(pah, 1440)].sort((a, b) => a - b)).toEqual([2, 4]);
  });

  it('plays rock in fifths and octaves', () => {
    const figure = notesOf(composed({ style: 'rock', bars: 16, density: 1 }), 'figure').filter(
      ({ tick }) => tick < 26000,
    );
    const onsets = new Map<number, number[]>();
    for (const { tick, pitch } of figure) {
      const at = Math.round(tick / 240);
      onsets.set(at, [...(onsets.get(at) ?? []), pitch]);
    }
    const shapes = [...onsets.values()].map((pitches) => [
      ...new Set(pitches.map((pitch) => (pitch - Math.min(...pitches)) % 12)),
    ]);
    expect(
      shapes.filter((shape) => shape.every((interval) => interval === 0 || interval === 7)).length /
        shapes.length,
    ).toBeGreaterThan(0.95);
  });

  it('breaks chords in chiptunes faster than anyone can play', () => {
    const figure = notesOf(composed({ style: 'chiptune', bars: 8 }), 'figure');
    expect(figure.length).toBeGreaterThan(6 * 24);
    expect(figure.filter(({ duration }) => duration <= 60).length / figure.length).toBeGreaterThan(0.9);
  });

  it('plays comedy short', () => {
    const score = composed({ style: 'comedy', bars: 16 });
    const lengths = (role: Role): number =>
      notesOf(score, role).reduce((sum, { duration }) => sum + duration, 0) / notesOf(score, role).length;
    expect(lengths('figure')).toBeLessThan(150);
    expect(profiles.comedy.melody.articulation).toBeLessThan(0.5);
  });

  it('holds tonic and fifth under a jig', () => {
    const score = composed({ style: 'celtic', meter: '6/8', key: 'D dorian', bars: 16, density: 1 });
    const pad = notesOf(score, 'pad').filter(({ tick }) => tick < 14 * 1440);
    expect(pad.length).toBeGreaterThan(0);
    expect(pad.every(({ pitch }) => [2, 9].includes(pitch % 12))).toBe(true);
    const lead = notesOf(score, 'lead');
    expect(lead.length / score.bars).toBeGreaterThan(3.5);
  });
});
