/** Command lines that are wrong: each ends with its code, in two plain lines that say what to do next. */
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../../../bridge/protocol/errors.ts';
import { runCommandLine } from '../../../../models/cli/commandLine.ts';
import type { ErrorCode } from '../../../../bridge/protocol/errors.ts';
import type { Terminal } from '../../../../models/cli/terminal.ts';

async function run(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const printed = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    canRewrite: false,
    width: 80,
    flush: () => Promise.resolve(),
  };
  const code = await runCommandLine(args, terminal, new AbortController().signal);
  return { code, ...printed };
}

const strings = ['compose', '--caption', 'slow strings'] as const;

function given(code: ErrorCode, option: string, ...values: string[]): [ErrorCode, string[]][] {
  return values.map((value) => [code, [...strings, option, value]]);
}

const wrong: [ErrorCode, string[]][] = [
  ...given('attribute-out-of-range', '--tempo', '0', '-5', '29', '261', '1e9'),
  ...given('attribute-invalid', '--tempo', 'NaN', '', 'fast', '0x40', '72 74'),
  ...given('attribute-invalid', '--key', 'H# minor', '', 'minor', 'Z', 'D minro'),
  ...given('attribute-invalid', '--meter', '17/3', '', 'four', '4', '0/4'),
  ...given('attribute-out-of-range', '--bars', '0', '-1', '1e6'),
  ...given('attribute-invalid', '--bars', '2.5', 'many', ''),
  ...given('attribute-out-of-range', '--seconds', '0', '1', '-30', '36000', '90:00'),
  ...given('attribute-invalid', '--seconds', 'Infinity', 'long', '1:99', ''),
  ...given('attribute-invalid', '--style', 'polka', 'folkk', ''),
  ...given('attribute-out-of-range', '--valence', '2', '-1.1'),
  ...given('attribute-invalid', '--valence', 'sad'),
  ...given('attribute-out-of-range', '--arousal', '-7'),
  ...given('attribute-out-of-range', '--tension', '1.5'),
  ...given('attribute-out-of-range', '--density', '-0.1'),
  ...given('attribute-out-of-range', '--brightness', '9'),
  ...given('attribute-out-of-range', '--dynamics', '2'),
  ...given('attribute-invalid', '--register', 'basement', ''),
  ...given('attribute-invalid', '--instruments', 'leed: oboe', 'obooo', '', ',', 'a:b:c'),
  ...given('usage', '--seed', '-1', '4294967296', '1.5', 'lucky', ''),
  ...given('usage', '--takes', '0', '101', 'some'),
  ...given('usage', '--sample-rate', '22050', 'high'),
  ...given('usage', '--image-weight', '11', '-1', 'much'),
  ...given('usage', '--workers', '0', '65', 'all'),
  ...given('usage', '--provider', 'abacus'),
  ...given('usage', '--tempoo', '72'),
  ['usage', ['compoze']],
  ['usage', ['compose', '--tempo']],
  ['usage', ['remake']],
  ['usage', ['remake', 'a', 'b']],
  ['usage', ['sidecar']],
  ['usage', ['sidecar', '--stdio', '--idle-minutes', 'soon']],
  ['usage', ['packs', 'install']],
  ['usage', ['packs', 'instal']],
  ['usage', ['doctor', '--loud']],
  ['no-condition', ['compose']],
  ['no-condition', ['compose', '--tempo', '72']],
];

describe('a wrong command line', () => {
  it.each(wrong)('%s: %j', async (code, args) => {
    const ended = await run(args);
    expect(ended.err).toMatch(/^error: [A-Z-][^\n]+ \([^\n]*\)\n {7}[A-Z][^\n]+\[[a-z-]+\]\n$/u);
    expect(ended.err).toContain(`[${code}]`);
    expect(ended.err).not.toMatch(/expected |received|Zod|undefined|E[A-Z]{4,}|\n\s+at |\?\.|\.\./u);
    expect(ended.code).toBe(errorCatalogue[code]);
    expect(ended.out).toBe('');
  });
});
