/**
 * `npm run check`: every check, skipping nothing. As root or in CI it first installs what the tests need and says so;
 * elsewhere it changes nothing outside the cache folder, and a test whose peer is missing fails.
 */
import { spawnSync } from 'node:child_process';
import { makeCodeServer } from './codeServer.mjs';
import { makePeerPython } from './peerPython.mjs';
import { makeSoftwareVulkan } from './softwareVulkan.mjs';
import { runSteps } from './steps.mjs';

/** Debian packages with the foreign judges: decoder and loudness meter, beat tracker, synthesizer, notation program, programs that speak OSC, a DAW with a display for it, Python with what the training recipe needs, Vulkan, and what code-server is built and driven with. */
const packages = [
  'ffmpeg',
  'aubio-tools',
  'fluidsynth',
  'flac',
  'musescore3',
  'python3',
  'python3-venv',
  'python3-torch',
  'python3-numpy',
  'python3-onnx',
  'python3-matplotlib',
  'python3-soundfile',
  'python3-pytest',
  'libvulkan1',
  'mesa-vulkan-drivers',
  'strace',
  'iproute2',
  'liblo-tools',
  'supercollider-server',
  'puredata-core',
  'ardour',
  'xvfb',
  'chromium',
  'make',
  'g++',
  'libkrb5-dev',
];

installPackages(packages.filter((name) => !isInstalled(name)));
const python = makePeerPython();
const vulkan = makeSoftwareVulkan();
const editor = makeCodeServer();
runSteps({
  LEITMOTIF_PEERS: 'required',
  ...vulkan,
  ...editor,
  ...(python === undefined ? {} : { LEITMOTIF_PYTHON: python }),
});

function isInstalled(name) {
  const query = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name]);
  return query.stdout?.toString() === 'installed';
}

function installPackages(missing) {
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && process.env.CI !== 'true') {
    console.log(`The tests also need these Debian packages: ${missing.join(' ')}.`);
    return;
  }
  console.log(`Installing the Debian packages that the tests need: ${missing.join(' ')}.`);
  apt(isRoot, ['update']);
  apt(isRoot, ['install', '--yes', '--no-install-recommends', ...missing]);
}

function apt(isRoot, args) {
  const command = [...(isRoot ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  const [program, ...rest] = [...command, '-qq', '-o', 'DPkg::Lock::Timeout=300', ...args];
  const { status } = spawnSync(program, rest, { stdio: 'inherit' });
  if (status !== 0)
    console.log(`apt-get ${args[0]} did not succeed; tests that need its packages will fail.`);
}
