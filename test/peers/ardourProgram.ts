/** Ardour 7.3, started and ended by tests: without a window, and with one on a virtual display. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';
import { startProgram } from './oscPrograms.ts';
import type { ForeignProgram } from './oscPrograms.ts';

const name = 'session';

/** A session in a home of its own. */
export interface ArdourHouse {
  /** The program's home and its configuration. */
  home: string;
  config: string;
  folder: string;
  sessionFile: string;
  sampleRate: number;
  environment: Record<string, string>;
  remove(): void;
}

/** A session that Ardour made, with both surfaces switched on and an audio and a MIDI track as soon as it runs. */
export function newArdourSession(sampleRate = 48_000): ArdourHouse {
  const home = mkdtempSync(join(tmpdir(), 'leitmotif-ardour-'));
  const config = join(home, '.config');
  mkdirSync(join(config, 'ardour7'), { recursive: true });
  const environment = { ...(process.env as Record<string, string>), HOME: home, XDG_CONFIG_HOME: config };
  const folder = join(home, name);
  const made = spawnSync('ardour7-new_session', ['-s', `${sampleRate}`, folder, name], {
    env: environment,
    encoding: 'utf8',
  });
  expect(made.status, made.stderr).toBe(0);
  const sessionFile = join(folder, `${name}.ardour`);
  const surfaces = /(name="(?:Open Sound Control \(OSC\)|WebSockets Server \(Experimental\))" active=)"0"/g;
  const xml = readFileSync(sessionFile, 'utf8');
  expect(xml.match(surfaces)).toHaveLength(2);
  writeFileSync(sessionFile, xml.replace(surfaces, '$1"1"'));
  const remove = (): void => {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  };
  return { home, config, folder, sessionFile, sampleRate, environment, remove };
}

/** Ardour at work. */
export interface RunningArdour {
  lines: () => string[];
  /** Saves and ends. */
  quit(): Promise<void>;
}

/** Starts Ardour without a window. */
export async function startArdour({ folder, environment, sampleRate }: ArdourHouse): Promise<RunningArdour> {
  const program = startProgram(
    'ardour7-lua',
    [script('ardourPeer.lua'), folder, name, `${sampleRate}`],
    environment,
  );
  await said(program, 'READY');
  const quit = async (): Promise<void> => {
    const exited = new Promise((resolve) => program.process.once('exit', resolve));
    writeFileSync(join(folder, 'quit'), '');
    await exited;
  };
  return { lines: program.lines, quit };
}

/** What Ardour finds in the session: fields of each line. */
export function readBack({ folder, environment }: ArdourHouse): string[][] {
  const run = spawnSync('ardour7-lua', [script('ardourReadback.lua'), folder, name], {
    env: environment,
    encoding: 'utf8',
  });
  expect(run.status, run.stderr).toBe(0);
  return run.stdout.split('\n').map((line) => line.split('\t'));
}

/** A display without a screen; its number is free. */
async function startDisplay(): Promise<{ display: string; end: () => Promise<void> }> {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const number = await new Promise<string>((resolve) => {
    child.stdio[3]!.once('data', (bytes: Buffer) => {
      resolve(bytes.toString().trim());
    });
  });
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  return { display: `:${number}`, end };
}

/** Settings with which Ardour asks nothing when it starts: no audio device, which it may start by itself. */
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<Ardour><Config><Option name="try-autostart-engine" value="1"/><Option name="hide-dummy-backend" value="0"/></Config>
<Extra><AudioMIDISetup><EngineStates><State backend="None (Dummy)" driver="Normal Speed" device="Silence"
 input-device="Silence" output-device="Silence" sample-rate="48000" buffer-size="1024" n-periods="0" input-latency="0"
 output-latency="0" input-channels="0" output-channels="0" active="1" use-buffered-io="0" midi-option="No MIDI I/O" lru="1"
/></EngineStates></AudioMIDISetup></Extra></Ardour>
`;

/** Starts Ardour with its window on a display without a screen. */
export async function startArdourWindow(house: ArdourHouse): Promise<ForeignProgram> {
  const { display, end } = await startDisplay();
  const folder = join(house.config, 'ardour7');
  writeFileSync(join(folder, 'config'), settings);
  // Says that this person has been here before, so that no wizard opens.
  writeFileSync(join(folder, '.a7'), '');
  const environment = {
    ...house.environment,
    DISPLAY: display,
    NO_AT_BRIDGE: '1',
    ARDOUR_TRY_AUTOSTART_ENGINE: '1',
  };
  const program = startProgram('ardour', ['-a', '-n', '-d', house.sessionFile], environment);
  const endBoth = async (): Promise<void> => {
    await program.end();
    await end();
  };
  return { ...program, end: endBoth };
}

async function said(program: ForeignProgram, word: string): Promise<void> {
  await vi.waitFor(
    () => {
      expect(program.lines(), program.lines().join('\n')).toContain(word);
    },
    { timeout: 60_000, interval: 100 },
  );
}

function script(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
