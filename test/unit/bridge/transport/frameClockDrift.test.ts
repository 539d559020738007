/**
 * Hours of a clock that drifts, in a moment: a sound device that runs off the system's clock, by a rate that wanders with the warmth of the
 * machine, is observed through the jitter of its callbacks, and what the audio position and the musical clock say is held against the truth.
 *
 * Tolerance: 1 ms, a third of what is heard as a flam at all. Jitter of one observation alone is three times as much.
 */
import { describe, expect, it } from 'vitest';
import { MusicalClock } from '../../../../bridge/transport/musicalClock.ts';
import { SystemTime, timetagSeconds } from '../../../../bridge/transport/systemTime.ts';
import { randomFromSeed } from './noise.ts';

const tolerance = 1;
const rate = 48_000;
const hours = 4;
/** Observations come ten times a second; blocks come more often, which makes it easier. */
const block = rate / 10;

interface Device {
  /** How much faster it runs than it says, in parts of one, at a time in seconds. */
  drift: (seconds: number) => number;
  /** Milliseconds by which an observation may come late. */
  jitter: number;
}

/** Runs a device; gives the greatest distances in milliseconds after the loop has settled for a minute. */
function run({ drift, jitter }: Device): { audio: number; music: number; drift: number; jumps: number } {
  const clock = new MusicalClock({ sampleRate: rate, startedAt: 0, tempo: 120 });
  clock.start(0);
  const random = randomFromSeed(11);
  let [ms, frames, audio, music] = [0, 0, 0, 0];
  while (ms < hours * 3_600_000) {
    ms += (block / (rate * (1 + drift(ms / 1000)))) * 1000;
    frames += block;
    clock.observe(frames, ms + random() * jitter);
    if (ms < 60_000) continue;
    // Jitter is late on average, which a constant offset is: half of it is no error of the clock.
    const truth = ms + jitter / 2;
    audio = Math.max(audio, Math.abs(clock.wallAtFrames(frames) - truth));
    // The musical clock counts frames: at the time of a frame it is where that frame is, 960 ticks a second.
    const tick = clock.positionAt(clock.framesAtWall(truth)).tick;
    music = Math.max(music, Math.abs(tick - (frames / rate) * 960) / 0.96);
  }
  return { audio, music, drift: clock.frames.drift, jumps: clock.frames.jumps };
}

describe(`the clocks over ${hours} hours`, () => {
  it.each<[string, Device]>([
    ['150 ppm fast', { drift: () => 150e-6, jitter: 3 }],
    ['100 ppm slow', { drift: () => -100e-6, jitter: 3 }],
    [
      'wandering by 50 ppm within ten minutes',
      { drift: (seconds) => 80e-6 + 50e-6 * Math.sin(seconds / 95), jitter: 3 },
    ],
    ['stepping by 40 ppm every half hour', { drift: (s) => (Math.floor(s / 1800) % 2) * 40e-6, jitter: 3 }],
  ])('stay within a millisecond of a device that is %s', (_, device) => {
    const { audio, music, jumps } = run(device);
    expect(audio).toBeLessThan(tolerance);
    expect(music).toBeLessThan(tolerance);
    expect(jumps).toBe(0);
  });

  it('would be seconds off without the observations', () => {
    const clock = new MusicalClock({ sampleRate: rate, startedAt: 0 });
    const frames = rate * 3600 * hours;
    const truth = (frames / (rate * (1 + 150e-6))) * 1000;
    expect(Math.abs(clock.wallAtFrames(frames) - truth)).toBeGreaterThan(2000);
  });
});

describe(`the time of day over ${hours} hours`, () => {
  it('drifts by 80 ppm and is set by 0.7 s, and the timetag of every beat stays within 2 ms of it', () => {
    // As in the bridge, whose frames are those of `performance.now()`: what drifts is the time of day that timetags say.
    let now = 0;
    const timeOfDay = (): number => 1_000_000 + now * (1 + 80e-6) + (now > 7_200_000 ? 700 : 0);
    const time = new SystemTime(
      () => now,
      () => Math.floor(timeOfDay()),
      1_000_000,
    );
    const clock = new MusicalClock({ sampleRate: rate, startedAt: 0, tempo: 120 });
    clock.start(0);
    let worst = 0;
    // A beat every half second, told a tenth of a second ahead.
    for (let beat = 1; beat < hours * 7200; beat++) {
      const at = clock.wallAtFrames(clock.framesAtTick(beat * 480, (beat - 1) * 24_000)!);
      now = at - 100;
      const told = (timetagSeconds(time.timetagAt(at)) - 2_208_988_800) * 1000;
      worst = Math.max(worst, Math.abs(told - (timeOfDay() + 100)));
    }
    expect(worst).toBeLessThan(2);
  });
});
