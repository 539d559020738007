/**
 * Foreign judges: programs that we did not write and that must agree with what we made.
 *
 * A suite that needs one is skipped where it is not installed, with the reason in its title; with
 * `LEITMOTIF_PEERS=required`, as in `npm run check`, it fails instead.
 */
/* eslint-disable vitest/valid-title, vitest/valid-describe-callback, vitest/no-disabled-tests -- this file is what declares suites for others */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** The Python interpreter that has the packages of requirements.txt. */
export const peerPython = process.env.LEITMOTIF_PYTHON ?? 'python3';

/** How each peer shows that it is there. */
const probes = {
  ffmpeg: ['ffmpeg', '-version'],
  aubio: ['aubio', '--help'],
  fluidsynth: ['fluidsynth', '--version'],
  'MuseScore 3': ['which', 'mscore3'],
  FLAC: ['flac', '--version'],
  music21: [peerPython, '-c', 'import music21'],
  PyTorch: ['/usr/bin/python3', '-c', 'import torch, numpy, onnx, pytest, matplotlib'],
  'software Vulkan': ['test', '-f', `${process.env.LEITMOTIF_VULKAN ?? ''}/driver.json`],
  strace: ['strace', '-V'],
  oscdump: ['which', 'oscdump'],
  scsynth: ['scsynth', '-v'],
  pd: ['pd', '-version'],
  ardour: ['which', 'ardour7-lua', 'ardour7-new_session'],
  'Ardour’s window': ['which', 'ardour', 'Xvfb'],
  chromium: [process.env.LEITMOTIF_BROWSER ?? 'chromium', '--version'],
  'code-server': ['test', '-f', process.env.LEITMOTIF_CODE_SERVER ?? ''],
} as const;

/** Name of a foreign judge. */
export type PeerName = keyof typeof probes;

const found = new Map<PeerName, boolean>();

/** True where the peer can be run. */
export function hasPeer(name: PeerName): boolean {
  const known = found.get(name);
  if (known !== undefined) return known;
  const [program, ...args] = probes[name];
  const isThere = spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  found.set(name, isThere);
  return isThere;
}

/** Declares a suite that needs a peer. */
export function describeWithPeer(name: PeerName, title: string, body: () => void): void {
  if (hasPeer(name)) {
    describe(title, body);
    return;
  }
  const reason = `${name} is not installed`;
  if (process.env.LEITMOTIF_PEERS === 'required') {
    describe(title, () => {
      it('finds its peer', () => expect.fail(reason));
    });
    return;
  }
  describe.skip(`${title} [${reason}]`, body);
}

/** Runs a peer to its end; returns what it printed on both streams. Fails where it does not exit with 0. */
export function runPeer(program: string, args: readonly string[]): string {
  const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  expect(run.status, `${program}: ${run.stderr}`).toBe(0);
  return run.stdout + run.stderr;
}
