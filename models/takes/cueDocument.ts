/** Reads a cue document, `*.leitmotif`. */
import { cueSchema, cueVersion } from '../../bridge/protocol/cue.ts';
import { readJsonDocument } from './jsonDocument.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';

/**
 * Reads a cue document.
 *
 * @throws LeitmotifError `cue-invalid`, `cue-version-unknown` and those of a file that cannot be read.
 */
export function readCueDocument(path: string): Promise<Cue> {
  return readJsonDocument(path, {
    schema: cueSchema,
    versionField: 'leitmotif',
    newest: cueVersion,
    invalid: {
      code: 'cue-invalid',
      what: 'This is not a cue',
      next: 'Compare it with bridge/protocol/schema/cue.schema.json',
    },
    tooNew: 'cue-version-unknown',
  });
}
