import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';

/** The values, where all of them are numbers; else `inference-failed`. */
export function finiteValues(values: Float32Array, what: string): Float32Array {
  for (const value of values) {
    if (!Number.isFinite(value)) throw notNumbers(what);
  }
  return values;
}

function notNumbers(what: string): LeitmotifError {
  return new LeitmotifError('inference-failed', {
    what: 'The network gave values that are not numbers',
    subject: what,
    next: 'Choose the device cpu, fewer steps or less guidance, and report it',
  });
}
