/** What is said where there is no sidecar any more. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';

/** The window is being closed. */
export function windowCloses(): LeitmotifError {
  return new LeitmotifError('sidecar-ended', {
    what: 'This window is being closed',
    subject: 'sidecar',
    next: 'Open it again',
  });
}

/** It crashed too often; `how` it did so the last time. */
export function givenUp(how: string): LeitmotifError {
  return new LeitmotifError('sidecar-ended', {
    what: 'The part of Leitmotif that makes music has ended by itself again and again',
    subject: how,
    next: 'Look into its log, then run "Leitmotif: Restart Sidecar"',
  });
}
