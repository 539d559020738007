/**
 * Asks the system to run this process before others, as programs for sound do: what is played late is of no use.
 *
 * Beside programs that keep every core busy, an ordinary process waits for the end of a tick of the kernel, about 4 ms; one of the
 * real-time class goes first (2 cores, both busy: p99 of a timer 3.9 ms and 0.07 ms).
 *
 * - Linux: `chrt` of util-linux, SCHED_RR at the lowest priorities, for who may: root, and members of the group that the sound
 *   packages of a distribution give `rtprio`. The kernel leaves others their share.
 * - Windows: the priority class above normal, for everybody. macOS: where it is allowed.
 */
import { execFile } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { promisify } from 'node:util';
import type { SchedulingClass } from '../protocol/bridge.ts';
import type { Milliseconds } from '../protocol/units.ts';

/** Of 1…99. Sound servers take 10 to 88; whoever uses them wants them first. */
const realTimePriority = 5;
const patience: Milliseconds = 3000;

/** Threads of one process, and what the system made of them. */
export class TimelyThreads {
  readonly #pid: number;
  #class: SchedulingClass = 'ordinary';
  #asking: Promise<void> = Promise.resolve();

  /** Of this process, but in tests. */
  constructor(pid = process.pid) {
    this.#pid = pid;
  }

  /** What was reached so far. */
  get class(): SchedulingClass {
    return this.#class;
  }

  /** Asks for all threads that there are by now; those that begin later are ordinary. Never fails: it is a courtesy. */
  ask(): Promise<void> {
    this.#asking = this.#asking.then(async () => {
      this.#class = (await isRealTime(this.#pid)) ? 'real-time' : raised(this.#pid);
    });
    return this.#asking;
  }
}

/** `--reset-on-fork`: what this process starts, threads too, is ordinary again. */
async function isRealTime(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const wanted = ['--rr', '--reset-on-fork', '--all-tasks', '--pid', String(realTimePriority), String(pid)];
  try {
    await promisify(execFile)('chrt', wanted, { timeout: patience });
    return true;
  } catch {
    return false;
  }
}

/** On Linux a priority is a thread's own, so that raising the first one's alone would put it before the synthesizer. */
function raised(pid: number): SchedulingClass {
  if (process.platform === 'linux') return 'ordinary';
  try {
    setPriority(pid, constants.priority.PRIORITY_ABOVE_NORMAL);
    return 'raised';
  } catch {
    return 'ordinary';
  }
}
