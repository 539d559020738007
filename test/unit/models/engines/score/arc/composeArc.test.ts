import { describe, expect, it } from 'vitest';
import { composeScore } from '../../../../../../models/engines/score/composeScore.ts';
import { findScale, scaleOf } from '../../../../../../models/takes/scaleFinder.ts';
import { instruments } from '../../../../../../bridge/protocol/instruments.ts';
import { barQuarters } from '../../../../../../bridge/protocol/meter.ts';
import { scoreToMidi } from '../../../../../../models/rendering/midiFile.ts';
import { tickToSeconds } from '../../../../../../bridge/protocol/tempoMap.ts';
import { sampleBrief } from '../../../../../fixtures/sampleBrief.ts';
import { arcBrief, stormBrief } from './arcBrief.ts';
import type { BriefKeyframe } from '../../../../../../bridge/protocol/brief.ts';
import type { Score } from '../../../../../../bridge/protocol/score.ts';

/** What is heard in a section: notes a second, mean velocity, mean pitch of the lead, its length. */
function heardIn(score: Score, index: number) {
  const section = score.sections[index]!;
  const end = score.sections[index + 1]?.tick ?? score.endTick;
  const within = ({ tick }: { tick: number }): boolean => tick >= section.tick && tick < end;
  const notes = score.parts.flatMap((part) => part.notes.filter(within));
  const lead = score.parts.find(({ role }) => role === 'lead')?.notes.filter(within) ?? [];
  const start = tickToSeconds(score.tempos, section.tick);
  const seconds = tickToSeconds(score.tempos, end) - start;
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const pitched = score.parts
    .filter(({ instrument }) => instruments[instrument].kit !== true)
    .flatMap((part) => part.notes.filter((note) => within(note) && note.tick < end - 1920));
  return {
    start,
    seconds,
    density: notes.length / seconds,
    velocity: mean(notes.map(({ midiVelocity }) => midiVelocity)),
    pitch: mean(lead.map(({ pitch }) => pitch)),
    scale: findScale(pitched)?.scale,
    beats: (end - section.tick) / 480,
  };
}

const seeds = [1, 2, 3, 4, 5];

describe('an arc of three sections', () => {
  const brief = stormBrief();
  const scores = seeds.map((seed) => composeScore({ brief, seed }).score);
  const heard = scores.map((score) => [0, 1, 2].map((section) => heardIn(score, section)));

  it('follows the asked dynamics in every seed, and the density of the storm', () => {
    for (const [calm, storm, relief] of heard) {
      expect(relief!.velocity).toBeGreaterThan(1.05 * calm!.velocity);
      expect(storm!.velocity).toBeGreaterThan(1.25 * relief!.velocity);
      expect(storm!.density).toBeGreaterThan(1.25 * Math.max(calm!.density, relief!.density));
    }
  });

  it('follows smaller differences in density on the whole', () => {
    const mean = (section: number): number =>
      heard.reduce((sum, sections) => sum + sections[section]!.density, 0) / heard.length;
    expect(mean(2)).toBeGreaterThan(1.05 * mean(0));
  });

  it('has its scales where they were asked for', () => {
    const found = heard.flatMap((sections) => sections.map(({ scale }) => scale));
    const asked = seeds.flatMap(() => [scaleOf(2, 'minor'), scaleOf(5, 'major'), scaleOf(2, 'major')]);
    const right = found.filter((scale, i) => scale === asked[i]).length;
    expect(right / found.length).toBeGreaterThanOrEqual(0.85);
  });

  it('puts the sections where they were asked for, within half a bar, and keeps the length exactly', () => {
    for (const [i, score] of scores.entries()) {
      expect(Math.abs(heard[i]![1]!.start - 20)).toBeLessThan(1.5);
      expect(Math.abs(heard[i]![2]!.start - 40)).toBeLessThan(1.2);
      expect(score.seconds).toBe(60);
      expect(tickToSeconds(score.tempos, score.endTick)).toBeLessThan(60);
    }
  });

  it('leads from tempo to tempo beat by beat, and from key to key by a chord or tone that both have', () => {
    const [score] = scores;
    const quarters = score!.tempos.map(({ microsecondsPerQuarter }) => 60_000_000 / microsecondsPerQuarter);
    const border = score!.sections[1]!.tick;
    const before = score!.tempos.filter(({ tick }) => tick < border).length;
    expect(before).toBeGreaterThan(4);
    const way = quarters.slice(0, before + 1);
    expect(way).toEqual([...way].sort((a, b) => a - b));
    expect(score!.keys.map(({ tonic, mode }) => `${tonic} ${mode}`)).toEqual([
      'D minor',
      'F major',
      'D major',
    ]);
    const texts = score!.markers.map(({ text }) => text);
    expect(texts).toContain('to F major (pivot)');
    expect(texts).toContain('riser');
    expect(texts).toContain('thinning');
    const dominant = score!.chords.findLast(({ tick }) => tick < border)!;
    expect(dominant.root).toBe(0);
  });

  it('is one piece: the theme of the first section is heard in the others', () => {
    const shapes = scores.map((score) => {
      const lead = score.parts.find(({ role }) => role === 'lead')!.notes;
      const end = score.sections[1]!.tick;
      const intervals = (notes: typeof lead): string[] =>
        notes
          .slice(3)
          .map((_, i) =>
            [0, 1, 2].map((k) => Math.sign(notes[i + k + 1]!.pitch - notes[i + k]!.pitch)).join(),
          );
      const first = new Set(intervals(lead.filter(({ tick }) => tick < end)));
      const rest = intervals(lead.filter(({ tick }) => tick >= end));
      return rest.filter((shape) => first.has(shape)).length / rest.length;
    });
    expect(shapes.reduce((sum, share) => sum + share, 0) / shapes.length).toBeGreaterThan(0.4);
  });

  it('is the same again from seed and seeds, and another one from another seed', () => {
    const again = composeScore({ brief, seed: 1 });
    expect(again.score).toEqual(scores[0]);
    const fixed = composeScore({ brief, seed: 99, seeds: again.seeds }).score;
    expect(scoreToMidi(fixed)).toEqual(scoreToMidi(scores[0]!));
    expect(scoreToMidi(scores[1]!)).not.toEqual(scoreToMidi(scores[0]!));
  });

  it('has every note inside the range of its instrument, in order, and none over the next of its pitch', () => {
    for (const part of scores.flatMap(({ parts }) => parts)) {
      const [low, high] = instruments[part.instrument].range;
      const last = new Map<number, number>();
      let before = 0;
      for (const { tick, duration, pitch } of part.notes) {
        expect(tick).toBeGreaterThanOrEqual(before);
        expect(tick).toBeGreaterThanOrEqual(last.get(pitch) ?? 0);
        const isPlayable = instruments[part.instrument].kit === true || (pitch >= low && pitch <= high);
        expect(isPlayable).toBe(true);
        before = tick;
        last.set(pitch, tick + duration);
      }
    }
  });
});

describe('register and meter over time', () => {
  it('lets the lead of a piano rise with the register', () => {
    const brief = arcBrief({ seconds: 50, style: 'piano' }, [
      ['low', 0, { register: 'low' }],
      ['high', 24, { register: 'high' }],
    ]);
    for (const seed of seeds) {
      const { score } = composeScore({ brief, seed });
      expect(heardIn(score, 1).pitch).toBeGreaterThan(heardIn(score, 0).pitch + 5);
    }
  });

  it('changes the meter with the section', () => {
    const brief = arcBrief({ seconds: 50 }, [
      ['march', 0, {}],
      ['waltz', 24, { meter: '3/4' }],
    ]);
    const { score } = composeScore({ brief, seed: 2 });
    expect(score.meters.map(({ meter }) => meter)).toEqual(['4/4', '3/4']);
    expect(score.meters[1]!.tick).toBe(score.sections[1]!.tick);
  });

  it('follows a curve within a section: louder and fuller phrase by phrase', () => {
    const frame = (seconds: number, value: number): BriefKeyframe => ({
      ...{ seconds, value, curve: 'linear', source: 'explicit', reason: 'a test asked for it' },
    });
    const rise = [frame(0, 0.05), frame(60, 0.95)];
    const brief = { ...sampleBrief({ seconds: 64 }), keyframes: { dynamics: rise, density: rise } };
    for (const seed of seeds) {
      const { score } = composeScore({ brief, seed });
      const velocity = (from: number, to: number): number => {
        const notes = score.parts.flatMap(({ notes }) =>
          notes.filter(({ tick }) => tick >= from * score.endTick && tick < to * score.endTick),
        );
        return notes.reduce((sum, note) => sum + note.midiVelocity, 0) / notes.length;
      };
      expect(velocity(0.4, 0.6)).toBeGreaterThan(velocity(0, 0.2) + 8);
      expect(velocity(0.75, 0.95)).toBeGreaterThan(velocity(0.4, 0.6) + 8);
    }
  });
});

describe('much at once', () => {
  it('composes a thousand keyframes in less than two seconds', () => {
    const frames = Array.from({ length: 1000 }, (_, i): BriefKeyframe => {
      const seconds = i * 0.12;
      const value = (i * 37) % 100;
      return {
        seconds,
        value: value / 100,
        curve: 'linear',
        source: 'explicit',
        reason: 'a test asked for it',
      };
    });
    const brief = { ...sampleBrief({ seconds: 120 }), keyframes: { density: frames, dynamics: frames } };
    // Processor time: other work on the machine is not the engine's.
    const before = process.cpuUsage();
    const { score } = composeScore({ brief, seed: 1 });
    const { user } = process.cpuUsage(before);
    expect(score.seconds).toBe(120);
    expect(user / 1e6).toBeLessThan(2);
  });

  it('takes sections that begin together, that are too short and that are in no order', () => {
    const brief = arcBrief({ seconds: 40 }, [
      ['b', 20, { arousal: 0.8 }],
      ['a', 0, { arousal: -0.8 }],
      ['c', 20, { arousal: 0.1 }],
      ['d', 21, { arousal: 0.9 }],
      ['e', 39.5, { arousal: 0.9 }],
    ]);
    const { score } = composeScore({ brief, seed: 1 });
    expect(score.sections.map(({ label }) => label)).toEqual(['a', 'c']);
    expect(score.sections.reduce((sum, { bars }) => sum + bars, 0)).toBe(score.bars);
    const ends = score.meters.map(({ meter }) => barQuarters(meter) * 480 * score.bars);
    expect(ends).toEqual([score.endTick]);
  });
});
