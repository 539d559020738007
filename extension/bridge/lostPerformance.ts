/** Said where the bridge ended by itself in the middle of a performance. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';

/** The error. */
export function lostPerformance(): LeitmotifError {
  return new LeitmotifError('bridge-ended', {
    what: 'The bridge ended by itself while it performed',
    subject: 'the performance',
    next: 'It starts again and connects again; begin again with Perform Cue',
  });
}
