import { LeitmotifError } from '../../../bridge/protocol/errors.ts';

/** A setting of the engine that cannot be: which, what is asked of it, and what to give instead. */
export function settingInvalid(subject: string, what: string, next: string): LeitmotifError {
  return new LeitmotifError('setting-invalid', { what, subject, next });
}
