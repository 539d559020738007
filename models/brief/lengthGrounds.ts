/** Where tempo, bars and seconds of a brief came from, once they were fitted to each other. */
import { isCompound } from '../../bridge/protocol/meter.ts';
import { defaultGrounds, fittedGrounds, givenGrounds, saidGrounds } from './reasons.ts';
import { barCount, defaultSeconds } from './fitDuration.ts';
import type { ComposedAttributes } from './composeAttributes.ts';
import type { FittedDuration } from './fitDuration.ts';
import type { GivenAttributes } from '../../bridge/protocol/attributes.ts';
import type { Grounds } from './reasons.ts';
import type { SaidOutright } from './saidOutright.ts';

/** The grounds of the three. A tempo that was moved keeps its grounds and says where it was moved to. */
export function lengthGrounds(context: {
  composed: ComposedAttributes;
  fitted: FittedDuration;
  said: SaidOutright;
  given: GivenAttributes;
}): Record<'tempo' | 'bars' | 'seconds', Grounds> {
  return { tempo: tempoGrounds(context), bars: barsGrounds(context), seconds: secondsGrounds(context) };
}

type LengthContext = Parameters<typeof lengthGrounds>[0];

function tempoGrounds({ composed, fitted }: LengthContext): Grounds {
  const { tempo } = composed.grounds;
  const wished = composed.tempo.tempo;
  const moved = fitted.tempo === wished ? '' : `, moved from ${wished} BPM to fit ${barCount(fitted.bars)}`;
  const { meter } = composed.values;
  const beat = isCompound(meter) ? `; the beat of ${meter} is the dotted quarter` : '';
  return { ...tempo, reason: `${tempo.reason}${moved}${beat}` };
}

function barsGrounds({ composed, fitted, said, given }: LengthContext): Grounds {
  if (given.bars === fitted.bars) return givenGrounds;
  if (given.bars === undefined && said.bars?.value === fitted.bars) return saidGrounds(said.bars);
  const { meter } = composed.values;
  return fittedGrounds(
    `${barCount(fitted.bars)} of ${meter} at ${fitted.tempo} BPM and ${round(fitted.ringOut)} s of ring-out make ${fitted.seconds} s`,
  );
}

function secondsGrounds({ fitted, said, given }: LengthContext): Grounds {
  if (given.seconds !== undefined) return givenGrounds;
  if (said.seconds !== undefined) return saidGrounds(said.seconds);
  const hasBars = given.bars !== undefined || said.bars !== undefined;
  if (!hasBars) return defaultGrounds(`${defaultSeconds} s where nothing else is asked for`);
  return fittedGrounds(
    `${barCount(fitted.bars)} at ${fitted.tempo} BPM with ${round(fitted.ringOut)} s of ring-out`,
  );
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
