/** Which DAWs seem to run on this machine, by the names of its processes. A hint for people, never more. */
import { execFile } from 'node:child_process';
import type { DawId } from '../../bridge/protocol/daw.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

const names: readonly (readonly [DawId, RegExp])[] = [
  ['ableton', /^(ableton )?live(\b|$)/i],
  ['reaper', /^reaper/i],
  ['bitwig', /^bitwig/i],
  ['ardour', /^(lua)?ardour/i],
  [
    'osc',
    /^(sclang|scsynth|scide|supercollider|pd|puredata|pd-l2ork|max|touchdesigner|chataigne)(\.exe|-bin)?$/i,
  ],
];
const patience: Milliseconds = 3000;

/** Those in a list of process names. */
export function dawsAmong(processes: readonly string[]): ReadonlySet<DawId> {
  const programs = processes.map((line) => line.trim().split(/[\\/]/).at(-1) ?? '');
  return new Set(names.filter(([, name]) => programs.some((one) => name.test(one))).map(([daw]) => daw));
}

/** Those that run. Never throws: a system that does not tell has none. */
export async function runningDaws(platform: NodeJS.Platform = process.platform): Promise<ReadonlySet<DawId>> {
  const isWindows = platform === 'win32';
  const [program, given] = isWindows ? ['tasklist', ['/fo', 'csv', '/nh']] : ['ps', ['-A', '-o', 'comm=']];
  return new Promise((resolve) => {
    execFile(
      program,
      given,
      { timeout: patience, windowsHide: true, maxBuffer: 8 << 20 },
      (error, printed) => {
        if (error !== null) resolve(new Set());
        else
          resolve(
            dawsAmong(printed.split('\n').map((line) => (isWindows ? (line.split('"')[1] ?? '') : line))),
          );
      },
    );
  });
}
