/** Whether foreign judges are installed. Knows no test runner: mocha in the extension host asks as vitest does. */
import { spawnSync } from 'node:child_process';

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
  WebDataset: [peerPython, '-c', 'import webdataset'],
  'software Vulkan': ['test', '-f', `${process.env.LEITMOTIF_VULKAN ?? ''}/driver.json`],
  strace: ['strace', '-V'],
  oscdump: ['which', 'oscdump', 'oscsend'],
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

/** Why a suite cannot run; undefined where its peer is there. */
export function whyNoPeer(name: PeerName): string | undefined {
  return hasPeer(name) ? undefined : `${name} is not installed`;
}

/** Whether a missing peer fails its tests instead of skipping them, as in `npm run check`. */
export function arePeersRequired(): boolean {
  return process.env.LEITMOTIF_PEERS === 'required';
}
