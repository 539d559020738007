/** `leitmotif bridge` as a person at a terminal has it: lines, clips and live sound, and what it leaves behind. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { clipManifestSchema } from '../../../bridge/protocol/daw.ts';
import { openUdpPeer } from '../bridge/bridgeProcess.ts';
import { ListenClient } from '../bridge/listenClient.ts';
import { childrenOf, isRunning, until } from '../sidecar/sidecarProcess.ts';
import { program, runLeitmotif } from './runLeitmotif.ts';
import type { ChildProcess } from 'node:child_process';
import type { BridgeStatus, DawListing, DawScripts } from '../../../bridge/protocol/bridge.ts';
import type { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { Ended } from './runLeitmotif.ts';

const patience = 60_000;
const home = mkdtempSync(join(tmpdir(), 'leitmotif-bridge-'));
const started: ChildProcess[] = [];
let take: string;

beforeAll(async () => {
  const caption = 'calm piano in D minor, 96 BPM, 6 seconds';
  const made = await runLeitmotif(['compose', '--caption', caption, '--out', home, '--quiet', '--seed', '3']);
  take = join(made.stdout.trim(), 'take.json');
}, 2 * patience);

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

const bridge = (...args: string[]): Promise<Ended> =>
  runLeitmotif(['bridge', ...args], { environment: { HOME: home, USERPROFILE: home } });
const codeIn = ({ stdout }: Ended): string => (JSON.parse(stdout) as { error: LeitmotifError }).error.code;

/** Runs one that stays, until its first line of output. */
async function staying(...args: string[]): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [program, 'bridge', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, HOME: home, USERPROFILE: home },
  });
  started.push(child);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await until(() => printed.includes('\n'), patience);
  return { child, line: printed };
}

describe('help and mistakes', () => {
  it('answer without a bridge', async () => {
    const help = await bridge('send', '--help');
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toMatch(/--daw <name>[\s\S]*--bars <from-to>[\s\S]*Exit codes:/);
    expect((await bridge()).code).toBe(64);
  });

  it.each([
    [['connect', '--daw', 'cubase']],
    [['connect', '--daw', 'ardour', '--port', '70000']],
    [['connect', '--daw', 'osc', '--peer', 'a b']],
    [['send', 'take.json', '--daw', 'midi', '--bars', 'x']],
    [['send', 'take.json', '--daw', 'midi', '--what', 'video']],
    [['send', 'take.json', '--daw', 'midi', '--roles', 'lead,tuba']],
    [['connect']],
  ])('%j is wrong usage', async (args) => {
    const ended = await bridge(...args, '--json');
    expect([ended.code, codeIn(ended)]).toEqual([64, 'usage']);
  });
});

describe('lines', () => {
  it('every DAW says whether we ran it or read its sources', { timeout: patience }, async () => {
    const { code, stdout } = await bridge('daws', '--json');
    const { daws } = JSON.parse(stdout) as { daws: DawListing[] };
    expect(code).toBe(0);
    expect(daws.map(({ id, verified }) => `${id} ${verified}`)).toEqual(
      expect.arrayContaining(['ableton sources', 'reaper sources', 'bitwig sources', 'ardour ran-here']),
    );
    expect((await bridge('daws')).stdout).toContain('checked against its sources only');
  });

  it(
    'a DAW that is not there does not answer, and the test says what to do',
    { timeout: patience },
    async () => {
      const peer = await openUdpPeer();
      await peer.close();
      const args = ['connect', '--daw', 'ardour', '--port', String(peer.port), '--answers', '0', '--test'];
      const ended = await bridge(...args);
      expect([ended.code, ended.stderr]).toEqual([69, '']);
      expect(ended.stdout).toMatch(/^Ardour does not answer \(run by our tests\)\n {2}/);
    },
  );

  it('a program that speaks OSC is told and heard; Ctrl-C ends it', { timeout: patience }, async () => {
    const peer = await openUdpPeer();
    const args = ['connect', '--daw', 'osc', '--peer', `127.0.0.1:${peer.port}`, '--answers', '0', '--json'];
    const { child, line } = await staying(...args);
    const { status } = JSON.parse(line) as { status: BridgeStatus };
    expect(status.connection?.peers).toEqual([{ host: '127.0.0.1', port: peer.port }]);
    await until(
      () => peer.messages().some(({ address }) => address === '/leitmotif/attribute/tempo'),
      patience,
    );
    const ours = [child.pid!, ...childrenOf(child.pid!)];
    child.kill('SIGINT');
    await until(() => child.exitCode !== null, patience);
    expect([child.exitCode, ours.filter(isRunning)]).toEqual([130, []]);
    await peer.close();
  });

  it('a taken port is said, with an exit code of its own', { timeout: patience }, async () => {
    const peer = await openUdpPeer();
    const args = ['connect', '--daw', 'osc', '--peer', '57120', '--answers', String(peer.port), '--json'];
    const ended = await bridge(...args);
    expect([ended.code, codeIn(ended)]).toEqual([69, 'port-in-use']);
    await peer.close();
  });
});

describe('scripts', () => {
  const scriptsIn = ({ stdout }: Ended): DawScripts[] =>
    (JSON.parse(stdout) as { scripts: DawScripts[] }).scripts;

  it(
    'are installed with consent alone, into this home, and taken away again',
    { timeout: patience },
    async () => {
      const listed = scriptsIn(await bridge('install', '--json'));
      expect(listed.map(({ daw, isInstalled }) => [daw, isInstalled])).toEqual([
        ['ableton', false],
        ['reaper', false],
        ['ardour', false],
      ]);
      expect(listed.every(({ folder }) => folder.startsWith(home))).toBe(true);
      const refused = await bridge('install', 'reaper', '--json');
      expect([refused.code, codeIn(refused)]).toEqual([64, 'consent-missing']);
      const [reaper] = scriptsIn(await bridge('install', 'reaper', '--yes', '--json'));
      const path = reaper!.files[0]!.path;
      expect(readFileSync(path, 'utf8')).toContain(join(home, 'Leitmotif', 'Inbox', 'reaper'));
      expect((await bridge('install')).stdout).toMatch(/reaper {3}REAPER: installed[\s\S]*next: In REAPER/);
      writeFileSync(path, `${readFileSync(path, 'utf8')}-- mine\n`);
      const again = await bridge('install', 'reaper', '--yes', '--json');
      expect([again.code, codeIn(again)]).toEqual([73, 'output-unwritable']);
      rmSync(path);
      const folder = join(home, 'elsewhere');
      await bridge('install', 'ableton', '--yes', '--folder', folder);
      const [gone] = scriptsIn(await bridge('uninstall', 'ableton', '--yes', '--folder', folder, '--json'));
      expect([gone!.isInstalled, readdirSync(folder)]).toEqual([false, []]);
      const unknown = await bridge('install', 'cubase', '--yes', '--json');
      expect([unknown.code, codeIn(unknown)]).toEqual([64, 'usage']);
    },
  );
});

describe('clips', () => {
  it('a part of a take lies in the inbox, at its bar', { timeout: patience }, async () => {
    const args = [
      'send',
      take,
      '--daw',
      'midi',
      '--bar',
      '9',
      '--track',
      'Keys',
      '--bars',
      '1-2',
      '--what',
      'midi',
    ];
    const ended = await bridge(...args, '--json');
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect((JSON.parse(ended.stdout) as { done: string[] }).done.length).toBeGreaterThan(0);
    const inbox = join(home, 'Leitmotif', 'Inbox', 'midi');
    const name = readdirSync(inbox).find((file) => file.endsWith('.json'));
    const clip = clipManifestSchema.parse(JSON.parse(readFileSync(join(inbox, name!), 'utf8')));
    expect(clip).toMatchObject({ at: 9, matchTempo: false });
    expect(clip.parts.map(({ kind, track }) => [kind, track])).toEqual([['midi', 'Keys']]);
  });

  it('no take is no clip', { timeout: patience }, async () => {
    const ended = await bridge('send', join(home, 'none', 'take.json'), '--daw', 'midi', '--json');
    expect([ended.code, codeIn(ended)]).toEqual([66, 'file-missing']);
  });
});

describe('the monitor', () => {
  it('plays a take to who has its address, at its tempo', { timeout: patience }, async () => {
    const { child, line } = await staying('monitor', take);
    const [, page, token] = /^(http:\/\/127\.0\.0\.1:\d+\/\S*)#token=(\w+)$/m.exec(line) ?? [];
    const listener = await ListenClient.open(page!.replace('http', 'ws'), token!);
    listener.say({ type: 'listen', mode: 'live', format: 'float32' });
    listener.say({ type: 'transport', action: 'stop' });
    listener.say({ type: 'transport', action: 'start' });
    await vi.waitFor(
      () => {
        const samples = listener.frames.flatMap(({ left, right }) => [...left, ...right]);
        const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        expect(loudest).toBeGreaterThan(0.01);
      },
      { timeout: patience, interval: 200 },
    );
    expect(listener.frames.at(-1)?.tempo).toBeCloseTo(96, 1);
    await listener.close();
    child.kill('SIGTERM');
    await until(() => child.exitCode !== null, patience);
    expect(child.exitCode).toBe(143);
  });
});
