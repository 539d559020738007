/** FluidSynth that reads raw MIDI bytes from a FIFO, and prints every event that it parsed. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildProcess } from 'node:child_process';
import type { AddressInfo } from 'node:net';

const soundFont = fileURLToPath(new URL('../../media/soundfont/leitmotif.sf3', import.meta.url));

/** One that runs. */
export class FluidSynth {
  readonly #folder = mkdtempSync(join(tmpdir(), 'fluidsynth-'));
  /** Where bytes go in. */
  readonly fifo = join(this.#folder, 'midi');
  #said = '';
  #process: ChildProcess | undefined;

  /** Starts it and waits until it is ready. */
  static async start(): Promise<FluidSynth> {
    const synth = new FluidSynth();
    execFileSync('mkfifo', [synth.fifo]);
    const options = {
      'midi.oss.device': synth.fifo,
      'audio.file.name': join(synth.#folder, 'sound.wav'),
      'shell.port': `${await freePort()}`,
      'synth.verbose': '1',
      // A voice that had to make room tells of no end.
      'synth.polyphony': '4096',
    };
    const given = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    // Line by line, or it keeps 4 KiB to itself.
    const child = spawn('stdbuf', [
      '-oL',
      'fluidsynth',
      '-i',
      '-s',
      '-m',
      'oss',
      '-a',
      'file',
      ...given,
      soundFont,
    ]);
    const collect = (data: Buffer): void => {
      synth.#said += data.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    synth.#process = child;
    while (!synth.events.some((event) => event.startsWith('prog 15'))) {
      if (child.exitCode !== null) throw new Error(`FluidSynth ended: ${synth.#said}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return synth;
  }

  /** What it parsed so far: `noteon 0 60 100`, `noteoff 0 60`, `pitchb 0 12288`, `cc 0 7 100`, `prog 3 40`. One of several voices of a note is enough. */
  get events(): string[] {
    const lines = this.#said.split('\n').filter((line) => line.startsWith('fluidsynth: '));
    return lines.map(eventOf).filter((event, i, all) => event !== all[i - 1]);
  }

  /** Notes that sound, as channel and pitch. */
  get sounding(): Set<string> {
    const notes = new Set<string>();
    for (const event of this.events) {
      const [name, channel, pitch] = event.split(' ');
      if (name === 'noteon') notes.add(`${channel} ${pitch}`);
      else if (name === 'noteoff') notes.delete(`${channel} ${pitch}`);
    }
    return notes;
  }

  /** Ends it and removes what it wrote. */
  async close(): Promise<void> {
    if (this.#process?.exitCode === null) {
      this.#process.kill('SIGKILL');
      await once(this.#process, 'exit');
    }
    rmSync(this.#folder, { recursive: true });
  }
}

function eventOf(line: string): string {
  const [, name = '', ...numbers] = line.split(/\s+/);
  const counts: Record<string, number> = { noteon: 3, noteoff: 2, cc: 3, pitchb: 2 };
  const shown = name === 'prog' ? [numbers[0], numbers[2]] : numbers.slice(0, counts[name] ?? 3);
  return [name, ...shown].join(' ');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
