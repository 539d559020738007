/** Hours of a time of day that drifts off the bridge's clock and is set, in a moment. */
import { describe, expect, it } from 'vitest';
import { MusicalClock } from '../../../../bridge/transport/musicalClock.ts';
import { SystemTime, timetagSeconds } from '../../../../bridge/transport/systemTime.ts';

const rate = 48_000;
const hours = 4;

describe(`the time of day over ${hours} hours`, () => {
  it('drifts by 80 ppm and is set by 0.7 s, and the timetag of every beat stays within 2 ms of it', () => {
    // The bridge's frames are those of `performance.now()`: what drifts is the time of day that timetags say.
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
