/** What is said where a process is not there any more. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { ProcessKind } from './processKind.ts';

/** The window is being closed. */
export function windowCloses({ gone, name }: ProcessKind): LeitmotifError {
  return new LeitmotifError(gone, {
    what: 'This window is being closed',
    subject: name,
    next: 'Open it again',
  });
}

/** It crashed too often; `how` it did so the last time. */
export function givenUp({ gone, purpose, restart }: ProcessKind, how: string): LeitmotifError {
  return new LeitmotifError(gone, {
    what: `${purpose} has ended by itself again and again`,
    subject: how,
    next: `Look into its log, then run "${restart}"`,
  });
}
