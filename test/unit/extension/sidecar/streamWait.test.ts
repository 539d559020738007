import { expect, it, vi } from 'vitest';
import { StreamWait } from '../../../../extension/sidecar/streamWait.ts';
import type { StreamEnd } from '../../../../bridge/protocol/sidecar.ts';

const end: StreamEnd = { reason: 'complete', predictedGain: -3 };

function listener() {
  return { begin: vi.fn(), audio: vi.fn(), notes: vi.fn(), end: vi.fn() };
}

it('waits for the end that comes after the answer', async () => {
  const heard = listener();
  const wait = new StreamWait(heard);
  const waiting = wait.untilEnded([end], 60_000);
  wait.audio(0, new Float32Array(2));
  wait.end(end);
  await waiting;
  expect(heard.audio).toHaveBeenCalledTimes(1);
  expect(heard.end.mock.calls).toEqual([[end]]);
});

it('waits for all takes of a job', async () => {
  const heard = listener();
  const wait = new StreamWait(heard);
  wait.end(end);
  const waiting = wait.untilEnded([end, end], 60_000);
  wait.end(end);
  await waiting;
  expect(heard.end).toHaveBeenCalledTimes(2);
});

it.each(['complete', 'nobody'] as const)('ends as overrun what was never heard: %s', async (reason) => {
  const heard = listener();
  await new StreamWait(heard).untilEnded([{ ...end, reason }], 5);
  expect(heard.end.mock.calls).toEqual([[{ ...end, reason: 'overrun' }]]);
});

it('is silent once it is closed', async () => {
  const heard = listener();
  const wait = new StreamWait(heard);
  wait.close();
  wait.begin({ sampleRate: 44_100, channels: 2, frames: 1, predictedGain: 0, parts: [] });
  wait.audio(0, new Float32Array(2));
  wait.notes(0, []);
  wait.end(end);
  for (const method of Object.values(heard)) expect(method).not.toHaveBeenCalled();
  await wait.untilEnded([], 5);
});
