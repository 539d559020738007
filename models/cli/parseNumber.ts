/** Reads a number that an option was given. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';

/** What is accepted. */
export interface NumberRange {
  min: number;
  max: number;
  integer?: boolean;
}

/**
 * Reads a number within a range.
 *
 * @throws LeitmotifError `usage`.
 */
export function parseNumber(option: string, text: string, { min, max, integer }: NumberRange): number {
  const value = text.trim() === '' ? NaN : Number(text);
  const isRight = value >= min && value <= max && (integer !== true || Number.isInteger(value));
  if (isRight) return value;
  throw new LeitmotifError('usage', {
    what: `${option} needs ${integer === true ? 'a whole number' : 'a number'} from ${min} to ${max}`,
    subject: `${option} ${text}`,
    next: `Write, for example, ${option} ${min}`,
  });
}
