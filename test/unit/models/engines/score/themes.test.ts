import { parseMidi } from 'midi-file';
import { describe, expect, it } from 'vitest';
import { styles } from '../../../../../bridge/protocol/attributes.ts';
import { composeScore } from '../../../../../models/engines/score/composeScore.ts';
import { barGrid } from '../../../../../models/engines/score/request.ts';
import {
  inventTheme,
  themeDistance,
  withInvented,
} from '../../../../../models/engines/score/themes/inventTheme.ts';
import { motifOfTheme, stateTheme, themeLine } from '../../../../../models/engines/score/themes/statement.ts';
import { readKey } from '../../../../../models/engines/score/theory/scale.ts';
import { explicitBrief, randomBrief } from '../../../../../models/evaluation/explicitBrief.ts';
import { scoreToMusicXml } from '../../../../../models/notation/musicXml.ts';
import { scoreToMidi } from '../../../../../models/rendering/midiFile.ts';
import { findTheme } from '../../../../../models/takes/findTheme.ts';
import { measureThemes, missingThemes } from '../../../../../models/takes/measureThemes.ts';
import type { Brief } from '../../../../../bridge/protocol/brief.ts';
import type { CueSection, Theme } from '../../../../../bridge/protocol/cue.ts';
import type { ThemeNotes } from '../../../../../bridge/protocol/themes.ts';

function theme(name: string, motif?: ThemeNotes): Theme {
  return {
    id: name.toLowerCase(),
    name,
    owner: { kind: 'character', names: [name] },
    ...(motif === undefined ? {} : { motif }),
  };
}

const notes = (...degrees: number[]): ThemeNotes =>
  degrees.map((degree, i) => ({ degree, alteration: 0, quarters: i === degrees.length - 1 ? 2 : 1 }));

function withThemes(brief: Brief, themes: Theme[], sections: CueSection[] = []): Brief {
  const known = withInvented(themes);
  const places = sections.length > 0 ? sections.map(({ id }) => ({ section: id })) : [{}];
  const appearances = places.flatMap((place) =>
    known.map(({ id }) => ({ theme: id, ...place, reason: 'a test' })),
  );
  return { ...brief, themes: known, sections, appearances };
}

describe('invention', () => {
  it('gives the same name the same notes, and others others', () => {
    expect(inventTheme(theme('Ahab'))).toEqual(inventTheme(theme('Ahab')));
    expect(inventTheme(theme('Ahab'))).not.toEqual(inventTheme(theme('Ishmael')));
  });

  it('keeps forty themes of one book apart', () => {
    const book = withInvented(Array.from({ length: 40 }, (_, i) => theme(`Theme ${i}`)));
    const motifs = book.map(({ motif }) => motif!);
    const near = motifs.flatMap((a, i) => motifs.slice(i + 1).map((b) => themeDistance(a, b)));
    expect(Math.min(...near)).toBeGreaterThan(0.2);
    for (const motif of motifs) {
      expect(motif.length).toBeGreaterThanOrEqual(3);
      expect(motif.length).toBeLessThanOrEqual(7);
      expect(motif.reduce((sum, { quarters }) => sum + quarters, 0)).toBeLessThanOrEqual(8);
    }
  });

  it('leaves the notes that a theme has', () => {
    const given = notes(0, 2, 4);
    expect(withInvented([theme('A', given), theme('B')])[0]?.motif).toEqual(given);
  });
});

describe('a statement', () => {
  const key = readKey('D minor');
  const ahab = { ...theme('Ahab'), motif: notes(0, 2, 4, 1) };
  const place = {
    key,
    tick: 0,
    room: 7680,
    band: { low: 60, high: 84, centre: 72 },
    player: { role: 'lead', instrument: 'oboe', program: 68 },
  } as const;

  it('takes its pitches from the mode of the scene', () => {
    const line = (name: string): number[] =>
      themeLine(ahab.motif, 1, readKey(name), 9999).map(({ semitones }) => semitones);
    expect(line('D minor')).toEqual([0, 3, 7, 2]);
    expect(line('D major')).toEqual([0, 4, 7, 2]);
    expect(line('D phrygian')).toEqual([0, 3, 7, 1]);
  });

  it('is twice as long augmented, half as long diminished', () => {
    const ticks = (factor: 0.5 | 1 | 2): number[] =>
      themeLine(ahab.motif, factor, key, 9999).map(({ tick }) => tick);
    expect(ticks(1)).toEqual([0, 480, 960, 1440]);
    expect(ticks(2)).toEqual([0, 960, 1920, 2880]);
    expect(ticks(0.5)).toEqual([0, 240, 480, 720]);
  });

  it('is cut from the end where time or instrument are too small, never below three notes', () => {
    const use = { theme: ahab, role: 'lead', factor: 1 } as const;
    expect(stateTheme(use, place)?.notes).toHaveLength(4);
    expect(stateTheme(use, { ...place, room: 1440 })?.notes).toHaveLength(3);
    expect(stateTheme(use, { ...place, room: 900 })).toBeUndefined();
    const wide = { ...use, theme: { ...ahab, motif: notes(0, 2, 4, 30) } };
    expect(stateTheme(wide, place)?.notes).toHaveLength(3);
  });

  it('gives its head to the phrase as a motif', () => {
    const { bar } = barGrid('4/4');
    expect(motifOfTheme(notes(0, 2, 4, 1), 1, bar)?.notes.map(({ step }) => step)).toEqual([0, 2, 4, 1]);
    expect(motifOfTheme([{ degree: 0, alteration: 0, quarters: 9 }, ...notes(1, 2)], 1, bar)).toBeUndefined();
  });
});

describe('themes in scores', () => {
  it('sound where the score says they do, in every style, in pieces and in arcs', () => {
    for (const [i, style] of styles.entries()) {
      const brief = randomBrief({ style, seed: 40 + i, bars: 24 });
      const half = brief.attributes.seconds.value / 2;
      const sections = [
        { id: 'one', label: 'one', start: 0 },
        { id: 'two', label: 'two', start: half, attributes: { arousal: i % 2 === 0 ? 0.8 : -0.8 } },
      ];
      for (const themed of [
        withThemes(brief, [theme('Ahab')]),
        withThemes(brief, [theme('Ahab'), theme('Whale')], sections),
      ]) {
        const { score } = composeScore({ brief: themed, seed: i, candidates: 1 });
        const measured = measureThemes(score, themed.themes);
        expect(measured.length, style).toBeGreaterThan(0);
        expect(
          measured.filter(({ found }) => !found),
          style,
        ).toEqual([]);
      }
    }
  });

  it('come first as the book has them, and return in a piece of some length', () => {
    const brief = withThemes(explicitBrief('cinematic', { bars: 32 }), [theme('Ahab')]);
    const { score } = composeScore({ brief, seed: 3, candidates: 1 });
    const [first, second] = score.themes!;
    expect(first).toMatchObject({ theme: 'ahab', role: 'lead', factor: 1, beat: 1 });
    expect(first?.notes).toBe(first?.of);
    expect(second!.bar).toBeGreaterThan(first!.bar + 3);
  });

  it('sound together where two owners meet', () => {
    const brief = withThemes(explicitBrief('strings', { bars: 32, density: 1 }), [
      theme('Ahab'),
      theme('Whale'),
    ]);
    const { score } = composeScore({ brief, seed: 1, candidates: 1 });
    const counter = score.themes!.find(({ role }) => role === 'counter');
    expect(counter?.against).toBeDefined();
    const with_ = score.themes!.find(
      ({ role, tick, duration }) =>
        role === 'lead' && tick < counter!.tick + counter!.duration && counter!.tick < tick + duration,
    );
    expect(with_?.name).toBe(counter?.against);
  });

  it('of five hundred notes sound as far as a phrase holds them', () => {
    const long = notes(...Array.from({ length: 500 }, (_, i) => i % 5));
    const brief = withThemes(explicitBrief('piano', { bars: 16 }), [theme('Long', long)]);
    const { score } = composeScore({ brief, seed: 1, candidates: 1 });
    const [first] = score.themes!;
    expect(first?.of).toBe(500);
    expect(first?.notes).toBeLessThan(30);
    expect(measureThemes(score, brief.themes).every(({ found }) => found)).toBe(true);
  });

  it('that have no room are said to be silent', () => {
    const many = Array.from({ length: 40 }, (_, i) => theme(`Theme ${i}`));
    const brief = withThemes(explicitBrief('piano', { bars: 8 }), many);
    const { score } = composeScore({ brief, seed: 1, candidates: 1 });
    const measured = measureThemes(score, brief.themes);
    const sounding = new Set(measured.map((one) => one.theme)).size;
    expect(sounding).toBeGreaterThan(0);
    expect(missingThemes(measured, brief)).toHaveLength(40 - sounding);
    const tiny = notes(0, 2, 4).map((note) => ({ ...note, quarters: 0.0001 }));
    const silent = withThemes(explicitBrief('piano', { bars: 8 }), [theme('Tiny', tiny)]);
    const empty = composeScore({ brief: silent, seed: 1, candidates: 1 }).score;
    expect(missingThemes(measureThemes(empty, silent.themes), silent)[0]).toContain('"Tiny"');
  });

  it('are named in MIDI over all and in their own track, and over their notes in MusicXML', () => {
    const brief = withThemes(explicitBrief('cinematic', { bars: 24 }), [theme('Ahab & Co')]);
    const { score } = composeScore({ brief, seed: 2, candidates: 1 });
    const [conductor, ...tracks] = parseMidi(scoreToMidi(score)).tracks;
    const markers = conductor!.filter((event) => event.type === 'marker').map(({ text }) => text);
    expect(markers.filter((text) => text.startsWith('theme: Ahab & Co ('))).toHaveLength(
      score.themes!.length,
    );
    const cuePoints = tracks.flat().filter((event) => event.type === 'cuePoint');
    expect(cuePoints).toHaveLength(score.themes!.length);
    const labels = scoreToMusicXml(score).match(/<words font-weight="bold">Ahab &amp; Co/g);
    expect(labels).toHaveLength(score.themes!.length);
  });

  it('change nothing where nothing names their owners', () => {
    const brief = explicitBrief('folk', { bars: 16 });
    const named = { ...brief, themes: withInvented([theme('Ahab')]) };
    const plain = composeScore({ brief, seed: 5 });
    expect(composeScore({ brief: named, seed: 5 })).toEqual(plain);
    expect(plain.score.themes).toBeUndefined();
  });
});

describe('the blind matcher', () => {
  const motif = notes(0, 2, 4, 1);
  const line = [60, 64, 67, 62].map((pitch, i) => ({ tick: 960 + i * 480, pitch }));

  it('finds a theme in any mode, transposition and at three speeds', () => {
    expect(findTheme(line, motif)).toEqual([{ tick: 960, factor: 1, notes: 4 }]);
    const minor = [50, 53, 57, 52].map((pitch, i) => ({ tick: i * 960 + 7, pitch }));
    expect(findTheme(minor, motif)).toEqual([{ tick: 7, factor: 2, notes: 4 }]);
  });

  it('does not find it with another interval, another rhythm, or a note between', () => {
    expect(findTheme(line.with(2, { tick: 1920, pitch: 70 }), motif)).toEqual([]);
    expect(findTheme(line.with(2, { tick: 2160, pitch: 67 }), motif)).toEqual([]);
    expect(findTheme([...line, { tick: 1200, pitch: 65 }], motif)).toEqual([]);
  });
});
