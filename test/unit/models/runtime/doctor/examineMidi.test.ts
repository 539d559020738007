import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { examineMidi, midiFinding } from '../../../../../models/runtime/doctor/examineMidi.ts';

/** A program that does this instead of listing ports. */
async function program(does: string): Promise<URL> {
  const path = join(await mkdtemp(join(tmpdir(), 'leitmotif-midi-')), 'probe.mjs');
  await writeFile(path, does);
  return pathToFileURL(path);
}

describe('the MIDI of this machine', () => {
  it('is really looked at, and a lack has its reason and a next step', async () => {
    const [finding] = await examineMidi({});
    expect(finding).toMatchObject({ part: 'midi', name: 'MIDI ports' });
    const hasSequencer = process.platform !== 'linux' || existsSync('/dev/snd/seq');
    expect(finding?.verdict).toBe(hasSequencer ? 'ok' : 'lacking');
    expect(finding?.found).toMatch(hasSequencer ? /^\d+ inputs?/ : /^MIDI unavailable: .*RtMidi/);
    expect(finding?.next === undefined).toBe(hasSequencer);
  });

  it('costs nothing else where a driver crashes', async () => {
    const [finding] = await examineMidi({}, await program("process.kill(process.pid, 'SIGSEGV')"));
    expect(finding?.verdict).toBe('lacking');
    expect(finding?.found).toBe('MIDI unavailable: its process ended with SIGSEGV');
  });

  it('is what the program lists', async () => {
    const ports = "{ inputs: ['Keys'], outputs: ['Synth', 'Through'] }";
    const list = `process.once('message', () => process.send(${ports}, () => process.exit(0)))`;
    const [finding] = await examineMidi({}, await program(list));
    expect(finding).toEqual({
      part: 'midi',
      name: 'MIDI ports',
      verdict: 'ok',
      found: '1 input (Keys); 2 outputs (Synth, Through)',
      numbers: { inputs: 1, outputs: 2 },
    });
  });

  it('stops when it is cancelled', async () => {
    const waiting = examineMidi(
      { signal: AbortSignal.timeout(50) },
      await program('setTimeout(() => 0, 60_000)'),
    );
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });

  it.each([
    ['linux', /snd-seq/],
    ['darwin', /Audio MIDI Setup/],
    ['win32', /services/],
    ['freebsd', /score\.mid/],
  ] as const)('has a next step on %s', (platform, next) => {
    expect(midiFinding({ reason: 'none' }, platform).next).toMatch(next);
  });
});
