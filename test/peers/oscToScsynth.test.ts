import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MusicalClock } from '../../bridge/transport/musicalClock.ts';
import { timetagOf } from '../../bridge/transport/systemTime.ts';
import { describeWithPeer, runPeer } from './peers.ts';
import { clickMessage, defineClick, endMessage, scoreBytes } from './scsynthScore.ts';
import type { ScoreBundle } from './scsynthScore.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leitmotif-scsynth-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Plays a score into a WAV file and returns its bytes. */
function play(bundles: readonly ScoreBundle[], sampleRate: number, name: string): Buffer {
  const [score, sound] = [join(folder, `${name}.osc`), join(folder, `${name}.wav`)];
  writeFileSync(score, scoreBytes(bundles));
  runPeer('scsynth', ['-N', score, '_', sound, String(sampleRate), 'WAV', 'int16', '-o', '1']);
  return readFileSync(sound);
}

/** Sample frames that are not silent. */
function soundingFrames(wav: Buffer): number[] {
  const data = wav.indexOf('data') + 8;
  const frames: number[] = [];
  for (let at = data; at + 1 < wav.length; at += 2) {
    if (wav.readInt16LE(at) !== 0) frames.push((at - data) / 2);
  }
  return frames;
}

describeWithPeer('scsynth', "SuperCollider's server plays our bundles", () => {
  it.each([44_100, 48_000])(
    'on the exact sample at %i Hz, through tempo changes, twice the same',
    (sampleRate) => {
      const clock = new MusicalClock({ sampleRate, startedAt: 0, tempo: 117 });
      clock.start(0);
      clock.setTempo(93.7, Math.round(sampleRate * 1.9));
      clock.setMeter('3/4', Math.round(sampleRate * 2.3));
      clock.setTempo(161, Math.round(sampleRate * 4.01));
      const frames = Array.from({ length: 60 }, (_, i) => clock.framesAtTick(160 * (i + 1), 0) ?? -1);
      expect(new Set(frames).size).toBe(60);
      const clicks = frames.map((frame, i): ScoreBundle => ({
        timetag: timetagOf(frame / sampleRate),
        messages: [clickMessage(1000 + i)],
      }));
      const end: ScoreBundle = {
        timetag: timetagOf((frames.at(-1) ?? 0) / sampleRate + 0.5),
        messages: [endMessage],
      };
      const score = [defineClick, ...clicks, end];
      const [one, two] = [play(score, sampleRate, 'one'), play(score, sampleRate, 'two')];
      expect(soundingFrames(one)).toEqual(frames);
      expect(one.equals(two)).toBe(true);
    },
  );
});
