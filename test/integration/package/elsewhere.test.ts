import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithPeer } from '../../peers/peers.ts';
import { packExtension, packingLimit, root, unpack } from './packExtension.ts';

describe.runIf(process.platform === 'linux')(
  'a package on a machine that has neither the sources nor Node',
  () => {
    let place: ReturnType<typeof unpack>;
    let picture: string;

    beforeAll(() => {
      place = unpack(packExtension(process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64'));
      spawnSync('chmod', ['+x', join(place.folder, 'runtime/node')]);
      picture = join(place.folder, '..', 'boats.jpg');
      copyFileSync(join(root, 'media/samples/harbour.jpg'), picture);
    }, packingLimit);

    afterAll(() => {
      place.remove();
    });

    it('names the version of its runtime', () => {
      const run = inEmptyPath([join(place.folder, 'runtime/node'), '--version']);
      expect(run.stdout).toMatch(/^v2[2-9]\.\d+\.\d+/);
    });

    it('loads every native part', () => {
      const script = `
      const ort = await import('onnxruntime-node'); const { default: sharp } = await import('sharp');
      const transformers = await import('@huggingface/transformers'); const undici = await import('undici');
      console.log(typeof ort.InferenceSession.create, sharp.versions.vips, typeof transformers.AutoTokenizer, typeof undici.Agent);`;
      const run = inEmptyPath(
        [join(place.folder, 'runtime/node'), '--input-type=module', '--eval', script],
        join(place.folder, 'dist'),
      );
      expect(run.stdout + run.stderr).toMatch(/^function \d+\.\d+\.\d+ function function$/m);
    });

    it('composes from a picture', () => {
      const out = join(place.folder, '..', 'takes');
      const run = inEmptyPath(composing(out));
      expect(run.status, run.stderr).toBe(0);
      const [take] = readdirSync(out);
      expect(readFileSync(join(out, take!, 'mix.wav')).length).toBeGreaterThan(4 * 44_100 * 2 * 3);
    });

    describeWithPeer('strace', 'as the system sees it', () => {
      it('opens nothing of the checkout', () => {
        const trace = join(place.folder, '..', 'opened.txt');
        const strace = ['/usr/bin/strace', '-f', '-e', 'trace=open,openat,execve', '-o', trace];
        const run = inEmptyPath([...strace, ...composing(join(place.folder, '..', 'traced'))]);
        expect(run.status, run.stderr).toBe(0);
        expect(existsSync(trace)).toBe(true);
        const opened = readFileSync(trace, 'utf8').split('\n');
        expect(opened.some((line) => line.includes(place.folder))).toBe(true);
        expect(opened.filter((line) => line.includes(`"${root}/`))).toEqual([]);
      });
    });

    function composing(out: string): string[] {
      const program = [join(place.folder, 'runtime/node'), join(place.folder, 'dist/leitmotif.js')];
      return [...program, 'compose', picture, '--seconds', '4', '--out', out];
    }

    function inEmptyPath([program, ...args]: string[], cwd = join(place.folder, '..')) {
      const env = { PATH: '', HOME: join(place.folder, '..'), TMPDIR: join(place.folder, '..') };
      return spawnSync(program!, args, { cwd, env, encoding: 'utf8', timeout: 240_000 });
    }
  },
);
