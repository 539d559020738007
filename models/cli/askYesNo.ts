import { createInterface } from 'node:readline/promises';

/** Asks on standard error, so that results stay alone on standard output. Only yes is yes; Ctrl-C throws AbortError. */
export async function askYesNo(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
