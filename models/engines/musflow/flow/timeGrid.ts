/** The times at which a solver stands: from `from` to 1, by one of two spacings. */
import { musflowRanges } from '../../../../bridge/protocol/musflow.ts';
import { settingInvalid } from '../settingInvalid.ts';
import type { GridName } from '../../../../bridge/protocol/musflow.ts';

const { max: mostSteps } = musflowRanges.steps;

/**
 * `steps` + 1 rising times from `from` to exactly 1; one time where `from` is 1.
 *
 * A grid that begins later has as many steps as the part of the whole grid that is left, at least one: a small variation is cheap.
 *
 * @param from 0…1
 * @throws LeitmotifError `setting-invalid` for steps that are no whole number from 1 to 200
 */
export function timeGrid(name: GridName, steps: number, from = 0): number[] {
  if (!Number.isInteger(steps) || steps < 1 || steps > mostSteps) {
    throw settingInvalid(
      `steps ${steps}`,
      'A solver takes a whole number of steps',
      `Give from 1 to ${mostSteps}`,
    );
  }
  if (!(from >= 0 && from <= 1)) {
    throw settingInvalid(`time ${from}`, 'A time lies between 0 and 1', 'Give a number from 0 to 1');
  }
  if (from === 1) return [1];
  const left = Math.max(1, Math.round(steps * (1 - from)));
  return Array.from({ length: left + 1 }, (_, i) => {
    return i === left ? 1 : from + (1 - from) * spaced(name, i / left);
  });
}

function spaced(name: GridName, share: number): number {
  return name === 'uniform' ? share : 1 - Math.cos((Math.PI / 2) * share);
}
