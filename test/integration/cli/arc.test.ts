/** Music over time as a person makes it: a story of three scenes with five hits, measured in the MIDI file and in the sound. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMidi } from 'midi-file';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWav } from '../../../models/audio/readWav.ts';
import { harbour, runLeitmotif } from './runLeitmotif.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { Measured, TakeFiles } from '../../../bridge/protocol/take.ts';
import type { Ended } from './runLeitmotif.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-arc-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const story = `The harbour lay still in the morning. Gulls slept on the warm stones and the water hardly moved. An old man mended his net in the quiet sun.

Then the storm broke over the bay. Waves hammered the wall, masts snapped, men screamed and ran for their lives while lightning tore the black sky open. The sea wanted everyone dead.

By evening it was over. The boats came home one after the other, mothers wept with joy, and lanterns were lit along the quay in gentle, grateful silence.`;
const hits = [6.3, 14, 19.7, 24.55, 37.2];

interface Result {
  brief: Brief;
  take: { folder: string; files: TakeFiles; measured: Measured };
}

function compose(...args: string[]): Promise<Ended> {
  return runLeitmotif(['compose', ...args, '--out', 'takes', '--json'], { cwd: folder });
}

describe('a story of three scenes with five hits', () => {
  let ended: Ended;
  let result: Result;
  beforeAll(async () => {
    const asked = hits.flatMap((seconds, i) => ['--hit', `${seconds}:event ${i + 1}`]);
    ended = await compose(
      '--story',
      story,
      '--scenes',
      '--style',
      'cinematic',
      '--seconds',
      '48',
      '--seed',
      '3',
      ...asked,
    );
    result = JSON.parse(ended.stdout) as Result;
  }, 300_000);

  it('is read scene by scene: calm, storm, relief', () => {
    expect(ended.code).toBe(0);
    const { sections, keyframes } = result.brief;
    expect(sections.map(({ label }) => label.split(' ')[0])).toEqual(['The', 'Then', 'By']);
    const arousal = keyframes!.arousal!.map(({ value }) => Number(value));
    expect(arousal[1]).toBeGreaterThan(arousal[0]! + 0.5);
    expect(arousal[1]).toBeGreaterThan(arousal[2]! + 0.5);
    expect(keyframes!.tempo!.every(({ reason, source }) => reason !== '' && source === 'story')).toBe(true);
  });

  it('meets all hits within 40 ms in the MIDI file, and marks them there', () => {
    expect(result.take.measured.hits!.map(({ met }) => met)).toEqual(hits.map(() => true));
    const { seconds, markers, onsets } = readScore(result.take.files.score);
    for (const [i, asked] of hits.entries()) {
      const marker = markers.find(({ text }) => text === `hit: event ${i + 1}`)!;
      expect(Math.abs(seconds(marker.tick) - asked)).toBeLessThanOrEqual(0.04);
      expect(onsets.filter((tick) => tick === marker.tick).length).toBeGreaterThanOrEqual(3);
    }
  });

  it('meets them in the sound: its energy rises at each within 60 ms', () => {
    const { channels, sampleRate } = readWav(result.take.files.mix);
    const [left] = channels;
    const energy = (from: number, to: number): number => {
      const part = left!.subarray(Math.round(from * sampleRate), Math.round(to * sampleRate));
      return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
    };
    for (const asked of hits)
      expect(energy(asked, asked + 0.12)).toBeGreaterThan(1.15 * energy(asked - 0.12, asked - 0.03));
    expect(left!.length / sampleRate).toBeCloseTo(48, 2);
    // The storm is louder than the morning before it.
    const [, storm, evening] = result.brief.sections.map(({ start }) => start);
    expect(energy(storm! + 2, evening! - 2)).toBeGreaterThan(1.5 * energy(0.5, storm! - 3));
  });

  it('misses nothing else that it was asked for', () => {
    expect(result.take.measured.failures).toEqual([]);
    expect(result.take.measured.seconds).toBeCloseTo(48, 2);
  });
});

it('tells a slide show picture after picture, and several images as one brief without --slides', async () => {
  const pictures = [harbour, harbour];
  const told = await runLeitmotif(
    ['brief', ...pictures, '--alt', 'a quiet harbour', '--alt', 'a battle on fire', '--slides', '--json'],
    { cwd: folder },
  );
  const { brief } = JSON.parse(told.stdout) as { brief: Brief };
  expect(brief.sections.map(({ id }) => id)).toEqual(['slide-1', 'slide-2']);
  expect(brief.keyframes!.arousal).toHaveLength(2);
  const usual = await runLeitmotif(['brief', ...pictures, '--json'], { cwd: folder });
  const whole = JSON.parse(usual.stdout) as { brief: Brief };
  expect(whole.brief.keyframes).toBeUndefined();
  expect(whole.brief.sections).toEqual([]);
}, 300_000);

it('composes an arc of words alone, and refuses a hit past its end', async () => {
  const told = await runLeitmotif(['brief', '--arc', '0:calm 20:storm 40:relief', '--json'], { cwd: folder });
  const { brief } = JSON.parse(told.stdout) as { brief: Brief };
  expect(brief.attributes.seconds.value).toBe(60);
  expect(brief.sections.map(({ label }) => label)).toEqual(['calm', 'storm', 'relief']);
  const arousal = brief.keyframes!.arousal!.map(({ value }) => Number(value));
  expect(arousal[1]).toBeGreaterThan(Math.max(arousal[0]!, arousal[2]!) + 0.4);
  const refused = await runLeitmotif(
    ['brief', '--arc', '0:calm', '--seconds', '20', '--hit', '25:door', '--json'],
    { cwd: folder },
  );
  expect(refused.code).not.toBe(0);
  expect(refused.stdout + refused.stderr).toMatch(/brief-impossible[^]*door|door[^]*brief-impossible/);
}, 300_000);

/** The parts of a MIDI file that a sequencer shows: markers, onsets, and its clock. */
function readScore(path: string) {
  const { header, tracks } = parseMidi(readFileSync(path));
  const events = tracks.flatMap((track) => {
    let tick = 0;
    return track.map((event) => ({ event, tick: (tick += event.deltaTime) }));
  });
  const tempos = events.flatMap(({ event, tick }) =>
    event.type === 'setTempo' ? [{ tick, microseconds: event.microsecondsPerBeat }] : [],
  );
  const seconds = (at: number): number =>
    tempos.reduce((sum, { tick, microseconds }, i) => {
      const until = Math.min(at, tempos[i + 1]?.tick ?? at);
      return until <= tick ? sum : sum + ((until - tick) * microseconds) / (header.ticksPerBeat ?? 480) / 1e6;
    }, 0);
  return {
    seconds,
    markers: events.flatMap(({ event, tick }) =>
      event.type === 'marker' ? [{ tick, text: event.text }] : [],
    ),
    onsets: events.flatMap(({ event, tick }) => (event.type === 'noteOn' ? [tick] : [])),
  };
}
