/** A conversation with a process that is gone before anybody could hear of it. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Conversation } from '../../../extension/processes/conversation.ts';
import { sidecarKind } from '../../../extension/processes/processKind.ts';
import type { LeitmotifError } from '../../../bridge/protocol/errors.ts';

const quiet = (): void => undefined;

describe('a program that ends at once', () => {
  // A shell without a word to say is gone sooner than Node; elsewhere there is none.
  it.skipIf(process.platform === 'win32')(
    'is told as one that ended, whatever of it is noticed first',
    async () => {
      const program = join(mkdtempSync(join(tmpdir(), 'ends-')), 'empty.sh');
      writeFileSync(program, '');
      const codes = new Map<string, number>();
      for (let i = 0; i < 200; i++) {
        const code = await Conversation.open({
          kind: sidecarKind,
          program: { node: '/bin/sh', program, arguments: [], environment: {} },
          log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
          initialize: {},
          longestMessage: 1e6,
          hear: quiet,
        }).then(
          () => 'none',
          (error: unknown) => (error as LeitmotifError).code,
        );
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
      expect([...codes]).toEqual([['sidecar-ended', 200]]);
    },
  );
});
