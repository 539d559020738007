import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { TimelyThreads } from '../../../../bridge/transport/timelyThreads.ts';

/** As Linux numbers them; the policy of what resets when it forks is told without the flag. */
const roundRobin = 2;
const endings: (() => void)[] = [];

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

async function program(): Promise<number> {
  const wait = `process.stdout.write('.'); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['-e', wait], { stdio: ['ignore', 'pipe', 'ignore'] });
  endings.push(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child.pid as number;
}

function policies(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).map((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[38]);
  });
}

describe.runIf(existsSync('/proc/self/task'))('threads in a hurry', () => {
  it('says what the system made of them', async () => {
    const pid = await program();
    const threads = new TimelyThreads(pid);
    expect(threads.class).toBe('ordinary');
    await threads.ask();
    const all = policies(pid);
    expect(all.length).toBeGreaterThan(1);
    // Whether it may depends on the person; what it says must be so.
    expect(all.every((policy) => policy === roundRobin)).toBe(threads.class === 'real-time');
  });

  it('fails nobody where there is no such process', async () => {
    const threads = new TimelyThreads(2 ** 22 - 1);
    await threads.ask();
    expect(threads.class).toBe('ordinary');
  });
});
