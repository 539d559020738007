/** Everything that can be wrong with what a person gives: a clear error, the right exit code, and nothing left behind. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../../bridge/protocol/errors.ts';
import { writeBrokenInputs } from './brokenInputs.ts';
import { harbour, runLeitmotif, runProcess, program } from './runLeitmotif.ts';
import type { ErrorCode } from '../../../bridge/protocol/errors.ts';
import type { Ended } from './runLeitmotif.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-bad-'));
const out = join(folder, 'takes');
beforeAll(() => writeBrokenInputs(folder));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Expects a failure as a person sees it. */
function expectFailure(ended: Ended, code: ErrorCode): void {
  expect(ended.stderr).toContain(`[${code}]`);
  expect(ended.code).toBe(errorCatalogue[code]);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).not.toMatch(/\n\s+at |node:internal|\.ts:\d|\.js:\d/);
  expect(existsSync(out), 'something was left behind').toBe(false);
}

async function compose(...args: string[]): Promise<Ended> {
  return runLeitmotif(['compose', '--out', out, ...args], { cwd: folder });
}

describe('pictures', () => {
  it.each<[string, ErrorCode]>([
    ['missing.png', 'file-missing'],
    ['folder.png', 'file-is-directory'],
    ['empty.png', 'file-empty'],
    ['truncated.jpg', 'image-undecodable'],
    ['truncated.png', 'image-undecodable'],
    ['damaged.png', 'image-undecodable'],
    ['renamed.png', 'image-undecodable'],
    ['noise.jpg', 'image-undecodable'],
    ['pixel.png', 'image-too-small'],
    ['bomb.png', 'image-too-large'],
    ['script.svg', 'image-unsupported'],
    ['script.png', 'image-undecodable'],
  ])('%s: %s', async (name, code) => {
    expectFailure(await compose(name), code);
  });

  it('refuses a device that never ends', async () => {
    expectFailure(await compose('/dev/zero'), 'file-unreadable');
  });
});

describe('texts', () => {
  it.each<[string, ErrorCode]>([
    ['missing.txt', 'file-missing'],
    ['noise.txt', 'text-is-binary'],
    ['picture.txt', 'text-is-binary'],
    ['empty.txt', 'file-empty'],
    ['blank.txt', 'text-empty'],
    ['long.txt', 'text-too-long'],
  ])('--story @%s: %s', async (name, code) => {
    expectFailure(await compose('--story', `@${name}`), code);
  });

  it.each<[string, ErrorCode]>([
    ['@noise.txt', 'text-is-binary'],
    ['@missing.txt', 'file-missing'],
    ['', 'text-empty'],
    ['fast and slow', 'caption-contradiction'],
    ['a calm piano in H# minor', 'attribute-invalid'],
    ['1e90 BPM', 'attribute-out-of-range'],
  ])('--caption "%s": %s', async (caption, code) => {
    expectFailure(await compose('--caption', caption), code);
  });
});

describe('attributes', () => {
  it.each<[string, string, ErrorCode]>([
    ['--tempo', '0', 'attribute-out-of-range'],
    ['--tempo', '-5', 'attribute-out-of-range'],
    ['--tempo', '1e9', 'attribute-out-of-range'],
    ['--tempo', 'NaN', 'attribute-invalid'],
    ['--tempo', '', 'attribute-invalid'],
    ['--key', 'H# minor', 'attribute-invalid'],
    ['--meter', '17/3', 'attribute-invalid'],
    ['--bars', '2.5', 'attribute-invalid'],
    ['--seconds', '0', 'attribute-out-of-range'],
    ['--seconds', '36000', 'attribute-out-of-range'],
    ['--seconds', 'Infinity', 'attribute-invalid'],
    ['--style', 'polka', 'attribute-invalid'],
    ['--valence', '2', 'attribute-out-of-range'],
    ['--register', 'basement', 'attribute-invalid'],
    ['--instruments', 'lead: theremin-of-doom', 'attribute-invalid'],
    ['--seed', '-1', 'usage'],
    ['--seed', '4294967296', 'usage'],
    ['--takes', '0', 'usage'],
    ['--sample-rate', '22050', 'usage'],
    ['--image-weight', '11', 'usage'],
    ['--workers', '0', 'usage'],
    ['--tempoo', '72', 'usage'],
  ])('%s %s: %s', async (option, value, code) => {
    expectFailure(await compose('--caption', 'slow strings', option, value), code);
  });

  it('suggests the option that was meant', async () => {
    expect((await compose('--tempoo', '72')).stderr).toContain('--tempo');
  });

  it('asks for a condition, and attributes are none', async () => {
    expectFailure(await compose(), 'no-condition');
    expectFailure(await compose('--tempo', '72', '--key', 'D minor'), 'no-condition');
    expectFailure(await compose(harbour, '--image-weight', '0'), 'no-condition');
  });

  it('refuses more alt texts than pictures', async () => {
    expectFailure(await compose(harbour, '--alt', 'one', '--alt', 'two'), 'usage');
  });
});

describe('documents', () => {
  it.each<[string, ErrorCode]>([
    ['missing.leitmotif', 'file-missing'],
    ['broken.leitmotif', 'cue-invalid'],
    ['wrong.leitmotif', 'cue-invalid'],
    ['newer.leitmotif', 'cue-version-unknown'],
    ['video.leitmotif', 'cue-invalid'],
    ['truncated.png', 'cue-invalid'],
  ])('--cue %s: %s', async (name, code) => {
    expectFailure(await compose('--cue', name), code);
  });

  it.each<[string, ErrorCode]>([
    ['missing.json', 'file-missing'],
    ['broken.json', 'recipe-invalid'],
    ['other.json', 'recipe-invalid'],
    ['newer.json', 'recipe-invalid'],
  ])('remake %s: %s', async (name, code) => {
    expectFailure(await runLeitmotif(['remake', name, '--out', out], { cwd: folder }), code);
  });
});

describe('the output', () => {
  it('may not be a file', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    expectFailure(await compose('--caption', 'strings', '--out', file), 'output-is-file');
    expectFailure(await compose('--caption', 'strings', '--out', join(file, 'below')), 'output-is-file');
  });

  it.skipIf(!existsSync('/proc/self'))('may not be where nothing can be written', async () => {
    expectFailure(await compose('--caption', 'strings', '--out', '/proc/takes'), 'output-unwritable');
  });

  it.skipIf(process.platform === 'win32')('may not be larger than what can be written', async () => {
    // A real full disk needs a mount; the limit on the size of files fails in the same system call.
    const script = 'ulimit -f 600; exec "$0" "$@"';
    const command = [process.execPath, program, 'compose', harbour, '--seconds', '20', '--out', out];
    expectFailure(await runProcess('bash', ['-c', script, ...command], { cwd: folder }), 'disk-full');
  });
});

describe('errors for programs', () => {
  it('are one JSON object on standard output', async () => {
    const ended = await compose('missing.png', '--json', '--quiet');
    expect(ended.stderr).toBe('');
    expect(JSON.parse(ended.stdout)).toEqual({
      error: {
        code: 'file-missing',
        what: expect.any(String) as string,
        subject: expect.stringContaining('missing.png') as string,
        next: expect.any(String) as string,
      },
    });
    expect(ended.code).toBe(errorCatalogue['file-missing']);
  });

  it('also for a command line that cannot be parsed', async () => {
    const { stdout, code } = await compose('--json', '--nonsense');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage' } });
    expect(code).toBe(64);
  });
});

it('leaves the folder of broken inputs as it was', () => {
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});
