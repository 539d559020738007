/** The scripts that we ship: made for an inbox, put where DAWs look, and as far as they run without their DAW. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ClipInbox } from '../../../../bridge/daw/clipInbox.ts';
import { scriptFolder, scriptText } from '../../../../bridge/daw/dawScripts.ts';
import { installScript, uninstallScript } from '../../../../bridge/daw/installedScripts.ts';
import { writeClip } from '../../../../bridge/daw/takeClip.ts';
import { peerPython } from '../../../peers/findPeer.ts';
import { describeWithPeer } from '../../../peers/peers.ts';
import { writeSampleTake } from './sampleTake.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-scripts-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a script', () => {
  it('has the inbox in it, whatever its name, and all that it includes', () => {
    const text = scriptText('leitmotif_reaper.lua', 'C:\\Users\\"A"\\in $1 box');
    expect(text).toContain(String.raw`local inbox = "C:\\Users\\\"A\"\\in $1 box`);
    expect(text).not.toContain('@include');
    expect(text).toContain('local function readJson');
    expect(scriptText('leitmotif_ardour.lua', '/x')).toContain('"/x/"');
    expect(scriptText('Leitmotif/__init__.py', '/x')).toContain('INBOX = "/x"');
  });

  it.each(['ableton', 'reaper', 'ardour'] as const)('is put where %s looks for it', (daw) => {
    for (const platform of ['linux', 'darwin', 'win32']) {
      expect(scriptFolder(daw, folder, platform).startsWith(folder)).toBe(true);
    }
    const target = join(folder, daw, 'scripts');
    const { files, next } = installScript(daw, join(folder, 'inbox'), target);
    expect(files.every(({ path, state }) => existsSync(path) && state === 'ours')).toBe(true);
    expect(next.length).toBeGreaterThan(0);
  });

  it('takes no action of a person away', () => {
    const config = join(folder, 'own');
    mkdirSync(config);
    writeFileSync(join(config, 'ui_scripts'), 'mine');
    const { files, next } = installScript('ardour', '/inbox', join(config, 'scripts'));
    expect(files.map(({ state }) => state)).toEqual(['ours', 'foreign']);
    expect(next[0]).toContain('Script Manager');
    expect(readFileSync(join(config, 'ui_scripts'), 'utf8')).toBe('mine');
  });
});

describe('installing', () => {
  const place = (name: string): { inbox: string; folder: string } => ({
    inbox: join(folder, 'inbox'),
    folder: join(folder, name, 'scripts'),
  });

  it('again replaces what is ours, also for another inbox, and leaves no part behind', () => {
    const { inbox, folder: target } = place('again');
    installScript('reaper', inbox, target);
    const second = installScript('reaper', join(folder, 'other'), target);
    expect(second).toMatchObject({ daw: 'reaper', isInstalled: true });
    expect(readFileSync(second.files[0]!.path, 'utf8')).toContain(join(folder, 'other'));
    expect(readdirSync(target)).toEqual(['leitmotif_reaper.lua']);
  });

  it.each(['foreign', 'changed', 'a folder'])(
    'never overwrites a file that is %s, and writes none of the others',
    (how) => {
      const { inbox, folder: target } = place(`never ${how}`);
      const path = join(target, 'Leitmotif', 'surface.py');
      if (how === 'changed') {
        installScript('ableton', inbox, target);
        writeFileSync(path, readFileSync(path, 'utf8').replace('import Live', 'import Live  # mine'));
        rmSync(join(target, 'Leitmotif', 'inbox.py'));
      } else if (how === 'foreign') {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, 'print("mine")\n');
      } else mkdirSync(path, { recursive: true });
      const before = how === 'a folder' ? '' : readFileSync(path, 'utf8');
      expect(() => installScript('ableton', inbox, target)).toThrow(
        expect.objectContaining({ code: 'output-unwritable', subject: path }),
      );
      expect(existsSync(join(target, 'Leitmotif', 'inbox.py'))).toBe(false);
      const { next } = uninstallScript('ableton', { inbox, folder: target });
      expect(next).toEqual([expect.stringContaining(path)]);
      expect(how === 'a folder' ? '' : readFileSync(path, 'utf8')).toBe(before);
    },
  );

  it.each(['ableton', 'reaper', 'ardour'] as const)('for %s and taking away leave nothing', (daw) => {
    const { inbox, folder: target } = place(`gone ${daw}`);
    const { files } = installScript(daw, inbox, target);
    const gone = uninstallScript(daw, { inbox, folder: target });
    expect(gone.files.map(({ state }) => state)).toEqual(files.map(() => 'absent'));
    expect([gone.isInstalled, gone.next, readdirSync(target)]).toEqual([false, [], []]);
  });
});

function waitingClip(daw: 'ableton' | 'reaper'): { inbox: ClipInbox; id: string; first: readonly number[] } {
  const take = writeSampleTake(mkdtempSync(join(folder, 'take-')));
  const inbox = new ClipInbox(daw, mkdtempSync(join(folder, 'inbox-')));
  const id = inbox.newId();
  const asked = {
    folder: take.folder,
    what: 'midi',
    stems: false,
    at: 5,
    matchTempo: false,
    track: 'Größe "1"',
  } as const;
  const clip = writeClip(asked, { folder: inbox.folder, id });
  inbox.deliver(clip);
  return { inbox, id, first: clip.parts[0]!.notes![0]! };
}

describe('the inbox of Live’s script', () => {
  it('reads a clip, answers, and tells the project', async () => {
    const { inbox, id, first } = waitingClip('ableton');
    const scripts = join(folder, 'python');
    installScript('ableton', inbox.folder, scripts);
    const here = new URL('scriptHosts.py', import.meta.url).pathname;
    const run = spawnSync(peerPython, [here, scripts, inbox.folder], { encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    expect(
      run.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([[[id, first]], 0]);
    expect(await inbox.receipt(id, 100)).toMatchObject({ ok: true, message: '“taken”' });
    expect(inbox.state()).toEqual({
      tempo: 97.5,
      meter: '3/4',
      markers: [{ name: 'É', quarters: 4 }],
      tracks: ['A'],
    });
  });
});

describeWithPeer('ardour', 'Lua of Ardour, which is REAPER’s too', () => {
  function lua(text: string): string {
    const file = join(folder, 'run.lua');
    writeFileSync(file, text);
    const run = spawnSync('ardour7-lua', [file], { encoding: 'utf8', env: { ...process.env, HOME: folder } });
    expect(run.stdout + run.stderr).not.toContain('Error:');
    return run.stdout;
  }

  it('compiles both scripts', () => {
    for (const script of ['leitmotif_reaper.lua', 'leitmotif_ardour.lua']) {
      const path = join(folder, script);
      writeFileSync(path, scriptText(script, '/x'));
      expect(lua(`print(loadfile(${JSON.stringify(path)}) ~= nil)`)).toContain('true');
    }
  });

  it('reads a clip and answers', async () => {
    const { inbox, id, first } = waitingClip('reaper');
    const shared = scriptText('readJson.lua', '');
    const box = JSON.stringify(`${inbox.folder}/`);
    const out = lua(
      `${shared}\nfor _, clip in ipairs(waitingClips(${box})) do print("CLIP", clip.id, clip.at, clip.parts[1].track, #clip.parts[1].notes[1], clip.parts[1].notes[1][1]) writeReceipt(${box}, clip.id, false, 'no "track"\\n') end print("LEFT", #waitingClips(${box}))`,
    );
    expect(out).toContain(`CLIP ${id} 5 Größe "1" 4 ${first[0]!}`);
    expect(out).toContain('LEFT 0');
    expect(await inbox.receipt(id, 100)).toMatchObject({ ok: false, message: 'no "track"\n' });
  });
});
