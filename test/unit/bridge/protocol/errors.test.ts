import { describe, expect, it } from 'vitest';
import {
  LeitmotifError,
  cancelled,
  errorCatalogue,
  exitCodes,
  throwIfCancelled,
} from '../../../../bridge/protocol/errors.ts';

describe('the catalogue of errors', () => {
  it('gives every code an exit code that is not success', () => {
    for (const code of Object.values(errorCatalogue)) {
      expect(Object.values(exitCodes)).toContain(code);
      expect(code).not.toBe(exitCodes.ok);
    }
  });

  it('shows a person what, subject and next, and keeps the cause to itself', () => {
    const cause = new Error('ENOENT: secret detail');
    const error = new LeitmotifError('file-missing', {
      what: 'There is no such file',
      subject: 'a.png',
      next: 'Look',
      cause,
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'file-missing',
      what: 'There is no such file',
      subject: 'a.png',
      next: 'Look',
    });
    expect(error.exitCode).toBe(exitCodes.noInput);
    expect(error.cause).toBe(cause);
    expect(error.message).toBe('There is no such file (a.png). Look.');
  });

  it('cancels only what was aborted', () => {
    expect(() => {
      throwIfCancelled(undefined);
      throwIfCancelled({ aborted: false });
    }).not.toThrow();
    expect(() => {
      throwIfCancelled({ aborted: true });
    }).toThrow(cancelled().message);
  });
});
