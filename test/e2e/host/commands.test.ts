import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeMidi } from 'midi-file';
import * as vscode from 'vscode';
import { extensionApi } from './extensionApi.ts';
import { testFolder } from './testFolder.ts';
import type { MidiEvent } from 'midi-file';
import type { Recipe } from '../../../bridge/protocol/take.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';

const run = <T>(command: string, ...given: unknown[]): Thenable<T | undefined> =>
  vscode.commands.executeCommand<T | undefined>(command, ...given);

/** Eight bars of quarters in D minor. */
function tune(): Uint8Array {
  const pitches = [62, 65, 69, 67, 65, 64, 62, 61, 62, 65, 69, 74, 72, 69, 67, 65];
  const notes = [...pitches, ...pitches].flatMap((noteNumber): MidiEvent[] => [
    { deltaTime: 0, type: 'noteOn', channel: 0, noteNumber, velocity: 80 },
    { deltaTime: 480, type: 'noteOff', channel: 0, noteNumber, velocity: 0 },
  ]);
  const header = { format: 0, numTracks: 1, ticksPerBeat: 480 } as const;
  const track: MidiEvent[] = [...notes, { deltaTime: 0, meta: true, type: 'endOfTrack' }];
  return Uint8Array.from(writeMidi({ header, tracks: [track] }));
}

describe('commands', () => {
  let api: LeitmotifApi;
  const folder = testFolder('commands');

  before(async () => {
    api = await extensionApi();
    await folder.make();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    api.player.unload();
    await folder.remove();
  });

  /** Picture of the samples, in a folder of these tests. */
  async function picture(name: string): Promise<vscode.Uri> {
    const uri = folder.file(name);
    await vscode.workspace.fs.copy(folder.sample('harbour.jpg'), uri, { overwrite: true });
    return uri;
  }

  it('Compose from Image makes a cue of all selected pictures beside the first, opens it, and makes a take', async () => {
    const [one, other] = [await picture('one.jpg'), await picture('other.jpg')];
    const notes = folder.file('notes.bin');
    await vscode.workspace.fs.writeFile(notes, new Uint8Array(3));
    const uri = await run<vscode.Uri>('leitmotif.composeFromImage', one, [one, other, notes]);
    assert.ok(uri);
    assert.equal(uri.path, folder.file('one.leitmotif').path);
    const session = await api.sessions.open(uri);
    const { cue, takes, job } = session.state;
    assert.deepEqual(
      cue?.conditions.map((condition) => 'path' in condition && condition.path),
      ['one.jpg', 'other.jpg'],
    );
    assert.equal(takes.length, 1);
    assert.equal(takes[0]?.fault, undefined);
    assert.equal(job, undefined);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'leitmotif.cue');
    assert.equal(api.sidecar.status.state, 'ready');
  });

  it('Generate Score makes another take of the open cue, and the first name that is free', async () => {
    const uri = folder.file('one.leitmotif');
    await run('leitmotif.openCue', uri);
    await run('leitmotif.generateScore');
    assert.equal((await api.sessions.open(uri)).state.takes.length, 2);
    const again = await run<vscode.Uri>('leitmotif.newCue', folder.uri);
    const third = await run<vscode.Uri>('leitmotif.newCue', folder.uri);
    assert.deepEqual(
      [again?.path, third?.path],
      [folder.file('cue.leitmotif').path, folder.file('cue-2.leitmotif').path],
    );
  });

  it('Generate Score scores the selection of a text, and a whole file', async () => {
    const story = folder.file('tale.md');
    const text = '# A tale\n\nA storm comes over the sea. Nobody sleeps.\n';
    await vscode.workspace.fs.writeFile(story, new TextEncoder().encode(text));
    const editor = await vscode.window.showTextDocument(story);
    const whole = await run<vscode.Uri>('leitmotif.generateScore');
    assert.equal(whole?.path, folder.file('tale.leitmotif').path);
    await vscode.window.showTextDocument(editor.document);
    const active = vscode.window.activeTextEditor;
    assert.ok(active);
    active.selection = new vscode.Selection(2, 0, 2, 27);
    const part = await run<vscode.Uri>('leitmotif.composeFromSelection');
    assert.equal(part?.path, folder.file('tale-a-storm-comes-over-the.leitmotif').path);
    const [condition] = (await api.sessions.open(part)).state.cue?.conditions ?? [];
    assert.deepEqual(condition?.kind === 'story' && condition.text, 'A storm comes over the sea.');
  });

  it('Compose from Caption puts the cue beside the active file', async () => {
    await vscode.window.showTextDocument(folder.file('tale.md'));
    const uri = await run<vscode.Uri>(
      'leitmotif.composeFromCaption',
      'calm piano in D minor, 72 BPM, 6 seconds',
    );
    assert.equal(uri?.path, folder.file('calm-piano-in-d-minor.leitmotif').path);
    const [take] = (await api.sessions.open(uri)).state.takes;
    assert.equal(take?.recipe?.key, 'D minor');
  });

  it('Open Brief shows a brief, Open Cue as Text the document', async () => {
    const uri = folder.file('calm-piano-in-d-minor.leitmotif');
    await run('leitmotif.openBrief', uri);
    assert.ok((await api.sessions.open(uri)).state.brief);
    await run('leitmotif.openCueSource', uri);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, uri.path);
  });

  it('Remake Take makes the same take again', async () => {
    const uri = folder.file('calm-piano-in-d-minor.leitmotif');
    const remade = await run<{ id: string }>('leitmotif.remakeTake', uri);
    assert.ok(remade?.id);
  });

  it('Revise Take keeps what it is told, and the new take stands in the cue', async () => {
    const uri = folder.file('calm-piano-in-d-minor.leitmotif');
    const session = await api.sessions.open(uri);
    const before = session.state.takes.length;
    const [old] = session.state.takes;
    const revised = await run<string>('leitmotif.reviseTake', uri, old?.id, { keep: 'melody', seed: 77 });
    assert.ok(revised);
    const recipe = JSON.parse(readFileSync(join(revised, 'take.json'), 'utf8')) as Recipe;
    assert.equal(recipe.revision?.parents.at(-1)?.id, old?.id);
    const lead = recipe.measured.kept?.find(({ role }) => role === 'lead');
    assert.ok(lead);
    assert.deepEqual([lead.kept, lead.after], [lead.before, lead.before]);
    assert.equal(session.state.takes.length, before + 1);
    assert.ok(session.state.takes.at(-1)?.recipe);
    assert.equal(await run('leitmotif.reviseTake', uri, old?.id, { bars: '900-901' }), undefined);
    assert.equal(session.state.takes.length, before + 1);
  });

  it('Make Loop Set makes a loop of the cue as it stands, beside its takes', async () => {
    const uri = folder.file('calm-piano-in-d-minor.leitmotif');
    const made = await run<{ folder: string; loop: string; failures: string[] }>(
      'leitmotif.makeLoop',
      uri,
      false,
    );
    assert.ok(made);
    const { out } = (await api.sessions.open(uri)).order();
    assert.equal(dirname(made.folder), out);
    for (const file of ['intro.wav', 'loop.wav', 'outro.wav', 'loop.json'])
      assert.ok(existsSync(join(made.folder, file)));
  });

  it('a melody is accompanied, harmonized and varied, each a take of the cue', async () => {
    const uri = folder.file('calm-piano-in-d-minor.leitmotif');
    const session = await api.sessions.open(uri);
    const source = folder.file('tune.mid');
    await vscode.workspace.fs.writeFile(source, tune());
    const engines = { accompanyMelody: [], harmonizeMelody: [], makeVariations: [1] };
    for (const [command, more] of Object.entries(engines)) {
      const before = session.state.takes.length;
      const made = await run<string>(`leitmotif.${command}`, source, uri, ...more);
      assert.ok(made, command);
      const recipe = JSON.parse(readFileSync(join(made, 'take.json'), 'utf8')) as Recipe;
      assert.equal(recipe.engine.name, 'score');
      assert.equal(session.state.takes.length, before + 1, command);
      assert.equal(session.state.takes.at(-1)?.fault, undefined);
    }
    const none = folder.file('notes.bin');
    assert.equal(await run('leitmotif.accompanyMelody', none, uri), undefined);
  });

  it('what cannot be done says so and throws nothing', async () => {
    assert.equal(await run('leitmotif.sendTakeToDaw'), undefined);
    assert.equal(await run('leitmotif.composeFromImage', folder.file('notes.bin')), undefined);
    assert.equal(await run('leitmotif.scoreAllScenes', folder.file('notes.bin')), undefined);
    await run('leitmotif.showLog');
  });

  it('a picture that is not there leaves a cue that says so, and no take', async () => {
    const uri = await run<vscode.Uri>('leitmotif.composeFromImage', folder.file('missing.png'));
    assert.ok(uri);
    const { conditions, takes, job } = (await api.sessions.open(uri)).state;
    assert.ok(conditions[0]?.fault);
    assert.deepEqual([takes.length, job], [0, undefined]);
  });

  it('the doctor writes a report', async () => {
    const report = await run<{ canWork: boolean }>('leitmotif.doctor');
    assert.equal(report?.canWork, true);
    const document = vscode.window.activeTextEditor?.document;
    assert.match(document?.getText() ?? '', /# Leitmotif .*: Doctor/);
  });
});
