/** Reads a caption that was given as `@file`. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { readInputFile } from '../conditions/inputFile.ts';
import { decodeTextBytes, looksBinary } from '../conditions/textBytes.ts';

const limit = { bytes: 100_000, code: 'text-too-long', next: 'Shorten the caption' } as const;

/** The text of a caption file, as it stands; reading the caption cleans it. */
export async function readCaptionFile(path: string): Promise<string> {
  const { content } = await readInputFile(path, limit);
  if (!looksBinary(content)) return decodeTextBytes(content).text;
  throw new LeitmotifError('text-is-binary', {
    what: 'A caption was expected and this looks like binary data',
    subject: path,
    next: 'Give a text file in UTF-8',
  });
}
