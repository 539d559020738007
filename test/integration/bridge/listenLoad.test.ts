import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ListenHouse } from './listenHouse.ts';
import { eventually } from './listenClient.ts';

const seconds = 5;

it('32 listeners hear everything, at a small part of a core', async () => {
  const house = await ListenHouse.start();
  const tokens = Array.from({ length: 32 }, () => house.token('listen'));
  const program = fileURLToPath(new URL('manyListeners.mjs', import.meta.url));
  const child = spawn(process.execPath, [program, house.url, ...tokens], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await eventually(() => house.live.hearers === 32, '32 listeners', 20_000);
  house.play();
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const { user, system } = process.cpuUsage(before);
  const share = (user + system) / 1e6 / seconds;
  child.stdin.end();
  const heard = JSON.parse(await text(child.stdout)) as { frames: number; gaps: number }[];
  if (child.exitCode === null) await once(child, 'exit');
  await house.close();
  expect(heard).toHaveLength(32);
  expect(heard.every(({ frames, gaps }) => gaps === 0 && frames > 40 * seconds)).toBe(true);
  // With the source of the sound and the test itself; 8 % were measured.
  expect(share).toBeLessThan(0.3);
}, 60_000);
