import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { catalogued, reportFailure } from '../../../../models/cli/reportFailure.ts';
import type { Terminal } from '../../../../models/cli/terminal.ts';

function report(error: unknown, args: string[]): { code: number; out: string; err: string } {
  const printed = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    canRewrite: false,
    width: 80,
    flush: () => Promise.resolve(),
  };
  return { code: reportFailure(error, args, terminal), ...printed };
}

const missing = new LeitmotifError('file-missing', {
  what: 'There is no such file',
  subject: 'a.png',
  next: 'Look again',
});

describe('a failure', () => {
  it('is told to a person with what to do next', () => {
    expect(report(missing, [])).toEqual({
      code: 66,
      out: '',
      err: 'error: There is no such file (a.png)\n       Look again. [file-missing]\n',
    });
  });

  it('is told to a program as one object', () => {
    const { out, err } = report(missing, ['--json']);
    expect(JSON.parse(out)).toEqual({ error: missing.toJSON() });
    expect(err).toBe('');
  });

  it('that nobody foresaw shows no stack', () => {
    const { code, err } = report(new TypeError('x is not a function\n    at secret.js:1'), []);
    expect(code).toBe(70);
    expect(err).toContain('[internal]');
    expect(err).not.toContain('secret.js');
  });

  it('of a full disk is one, wherever it surfaced', () => {
    expect(catalogued(Object.assign(new Error('write'), { code: 'ENOSPC' })).code).toBe('disk-full');
  });

  it('of an aborted wait is a cancellation', () => {
    expect(catalogued(new DOMException('aborted', 'AbortError')).code).toBe('cancelled');
  });

  it('of the command line keeps the suggestion', () => {
    const error = new CommanderError(
      1,
      'commander.unknownOption',
      "error: unknown option '--tempoo'\n(Did you mean --tempo?)",
    );
    expect(catalogued(error)).toMatchObject({
      code: 'usage',
      subject: '--tempoo',
      next: expect.stringContaining('--tempo?') as string,
    });
  });

  it('is none where help or the version was asked for', () => {
    expect(report(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)'), [])).toEqual({
      code: 0,
      out: '',
      err: '',
    });
  });
});
