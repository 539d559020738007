/** What is said when the sidecar is away. */
import { LeitmotifError } from '../protocol/errors.ts';

/** The error `sidecar-ended` of a performance; nothing but the composing is lost by it. */
export function noComposer(): LeitmotifError {
  return new LeitmotifError('sidecar-ended', {
    what: 'The one who composes is not there',
    subject: 'performance',
    next: 'What was composed is played to its end; start the sidecar again and attach it',
  });
}
