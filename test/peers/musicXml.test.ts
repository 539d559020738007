/** Scores as notation programs read them: music21 every note, MuseScore 3 without a complaint and as a page. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseMidi } from 'midi-file';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instruments } from '../../bridge/protocol/instruments.ts';
import { meterFraction } from '../../bridge/protocol/meter.ts';
import { composeScore } from '../../models/engines/score/composeScore.ts';
import { barsOf } from '../../models/notation/bars.ts';
import { scoreToMusicXml } from '../../models/notation/musicXml.ts';
import { writePartDown } from '../../models/notation/writtenPart.ts';
import { keySignatureFifths } from '../../models/rendering/keySignature.ts';
import { sampleBrief } from '../fixtures/sampleBrief.ts';
import { peerPython } from './findPeer.ts';
import { describeWithPeer, runPeer } from './peers.ts';
import type { Score } from '../../bridge/protocol/score.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-musicxml-'));
const title = 'Häfen <1> & "2"';
const asked = [
  { style: 'cinematic', key: 'D minor', meter: '3/4' },
  { style: 'ambient', key: 'Eb major', meter: '4/4' },
  { style: 'strings', key: 'B major', meter: '7/8' },
  { style: 'choral', key: 'G dorian', meter: '5/4' },
  { style: 'folk', key: 'A mixolydian', meter: '12/8' },
  { style: 'electronic', key: 'C phrygian', meter: '2/4' },
  { style: 'horror', key: 'Ab lydian', meter: '9/8' },
] as const;
const scores = new Map<string, Score>();
const fileOf = (style: string): string => join(folder, `${style}.musicxml`);

beforeAll(() => {
  for (const { style, key, meter } of asked) {
    const { score } = composeScore({ brief: sampleBrief({ style, key, meter, bars: 20 }), seed: 7, title });
    scores.set(style, score);
    writeFileSync(fileOf(style), scoreToMusicXml(score));
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function scoreOf(style: string): Score {
  const score = scores.get(style);
  if (score === undefined) throw new Error(`${style} was not composed`);
  return score;
}

/** Onset in quarters and pitch of what we mean to have written. */
function meant(score: Score): [number, number][][] {
  const bars = barsOf(score);
  return score.parts.map((part) =>
    writePartDown(part, bars, score.endTick)
      .notes.map(({ tick, pitch }): [number, number] => [Math.round((tick / 480) * 1e4) / 1e4, pitch])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]),
  );
}

interface Described {
  title: string;
  parts: string[];
  notes: [number, number | null][][];
  sharps: number[];
  meters: string[];
  tempi: [number, number][];
  chords: [number, number[]][];
  sections: string[];
  dynamics: number;
  wrongBars: unknown[];
}

describeWithPeer('music21', 'music21 on score.musicxml', () => {
  const script = fileURLToPath(new URL('describeMusicXml.py', import.meta.url));

  it.each(asked)('reads $style as it was meant, and warns of nothing', ({ style, key, meter }) => {
    const score = scoreOf(style);
    const found = JSON.parse(runPeer(peerPython, [script, fileOf(style)])) as Described;
    expect(found.title).toBe(title);
    expect(found.parts).toHaveLength(score.parts.length);
    for (const [i, notes] of meant(score).entries()) {
      const isKit = instruments[score.parts[i]?.instrument ?? 'piano'].kit === true;
      // Drums have no pitch that music21 could tell.
      const times = (all: readonly (readonly [number, unknown])[]): unknown[] =>
        isKit ? all.map(([onset]) => onset) : [...all];
      expect(times(found.notes[i] ?? [])).toEqual(times(notes));
    }
    const [first] = score.keys;
    expect(found.sharps).toEqual([keySignatureFifths(first?.tonic ?? 'C', first?.mode ?? 'major')]);
    expect(key).toContain(first?.mode);
    expect(found.meters).toEqual([meter]);
    expect(found.tempi).toHaveLength(score.tempos.length);
    for (const [i, { tick, microsecondsPerQuarter }] of score.tempos.entries()) {
      expect(found.tempi[i]?.[0]).toBeCloseTo(tick / 480, 6);
      expect(found.tempi[i]?.[1]).toBeCloseTo(60_000_000 / microsecondsPerQuarter, 3);
    }
    expect(found.sections).toEqual(score.sections.map(({ label }) => label));
    expect(found.dynamics).toBeGreaterThanOrEqual(score.parts.length);
    expect(found.wrongBars).toEqual([]);
  });

  it.each(asked)('hears the chords of $style', ({ style }) => {
    const { chords } = scoreOf(style);
    const found = JSON.parse(runPeer(peerPython, [script, fileOf(style)])) as Described;
    for (const [onset, classes] of found.chords) {
      const chord = chords.find(({ tick }) => Math.abs(tick / 480 - onset) < 1e-6);
      expect(chord, `at ${String(onset)}`).toBeDefined();
      expect(classes).toEqual(
        [...new Set([...(chord?.tones ?? []), chord?.bass])].sort((a, b) => (a ?? 0) - (b ?? 0)),
      );
    }
    expect(found.chords.length).toBeGreaterThan(0);
  });
});

/** Runs MuseScore without a window; returns what it says beside naming its files. */
function museScore(source: string, target: string): string[] {
  const { status, stdout, stderr } = spawnSync('mscore3', ['-o', target, source], {
    encoding: 'utf8',
    env: { ...process.env, QT_QPA_PLATFORM: 'offscreen', XDG_RUNTIME_DIR: folder, HOME: folder },
  });
  expect(status).toBe(0);
  return (
    `${stdout}${stderr}`
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^(convert|\s+to) <|success!$/.test(line))
      // A note to its makers where three drums sound at once; the notes are all there, see below.
      .filter((line) => !/^instr '.*: element already exists$/.test(line))
  );
}

describeWithPeer('MuseScore 3', 'MuseScore 3 on score.musicxml', () => {
  it.each(asked)(
    'opens $style without a complaint and plays every note, in its meter and tempo',
    ({ style }) => {
      const score = scoreOf(style);
      const played = join(folder, `${style}.mid`);
      expect(museScore(fileOf(style), played)).toEqual([]);
      const { tracks } = parseMidi(readFileSync(played));
      const events = tracks.flat();
      const pitches = events.flatMap((event) =>
        event.type === 'noteOn' && event.velocity > 0 ? [event.noteNumber] : [],
      );
      const ours = meant(score).flatMap((notes) => notes.map(([, pitch]) => pitch));
      expect(pitches.sort((a, b) => a - b)).toEqual(ours.sort((a, b) => a - b));
      const [meter] = events.filter((event) => event.type === 'timeSignature');
      expect([meter?.numerator, meter?.denominator]).toEqual([
        ...meterFraction(score.meters[0]?.meter ?? '4/4'),
      ]);
      const [tempo] = events.filter((event) => event.type === 'setTempo');
      const ratio = (tempo?.microsecondsPerBeat ?? 0) / (score.tempos[0]?.microsecondsPerQuarter ?? 1);
      expect(ratio).toBeCloseTo(1, 4);
    },
    120_000,
  );

  it('engraves pages', () => {
    expect(museScore(fileOf('cinematic'), join(folder, 'page.png'))).toEqual([]);
    const pages = readdirSync(folder).filter((name) => /^page-\d+\.png$/.test(name));
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) expect(readFileSync(join(folder, page)).length).toBeGreaterThan(20_000);
  }, 120_000);
});
