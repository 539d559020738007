import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { untilTrue } from '../editor/untilTrue.ts';
import { extensionApi } from './extensionApi.ts';
import { testFolder } from './testFolder.ts';
import type { CueSession } from '../../../extension/cue/cueSessions.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';

const calm = {
  leitmotif: 1,
  conditions: [{ kind: 'caption', id: 'caption', text: 'calm piano in D minor' }],
  attributes: { seconds: 12, tempo: 90 },
  seed: 7,
};

describe('takes of a cue', () => {
  let api: LeitmotifApi;
  const folder = testFolder('cue-takes');

  before(async () => {
    api = await extensionApi();
    await folder.make();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    api.player.unload();
    await folder.remove();
  });

  async function cue(name: string): Promise<CueSession> {
    const uri = folder.file(name);
    await vscode.workspace.fs.writeFile(
      uri,
      new TextEncoder().encode(`${JSON.stringify(calm, undefined, 2)}\n`),
    );
    await vscode.commands.executeCommand('vscode.openWith', uri, 'leitmotif.cue');
    return api.sessions.open(uri);
  }

  const saved = async (uri: vscode.Uri): Promise<{ takes?: { id: string; folder: string }[] }> =>
    JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))) as {
      takes?: { id: string; folder: string }[];
    };

  it('are written into the saved cue, with what can be seen of them', async () => {
    const session = await cue('compose.leitmotif');
    const kinds = new Set<string>();
    const listening = session.onDidChange(() => {
      if (session.state.job !== undefined) kinds.add(session.state.job.kind);
    });
    const [take, same] = await Promise.all([session.compose(), session.compose()]);
    listening.dispose();
    assert.equal(take.id, same.id);
    assert.deepEqual([...kinds], ['compose']);
    assert.equal(session.state.job, undefined);
    assert.deepEqual((await saved(session.uri)).takes, [{ id: take.id, folder: `takes/${take.id}` }]);
    assert.equal(take.recipe?.seed, 7);
    assert.ok(take.stems.length > 1);
    assert.equal(session.state.brief?.isStale, false);
    assert.deepEqual(session.state.selected, { take: take.id });

    const peaks = await session.peaks(take.id, 200);
    assert.equal(peaks?.columns, 200);
    assert.ok(Math.max(...new Float32Array(peaks.values)) > 0.05);
    const score = await session.score(take.id);
    assert.ok(score !== null && score.notes.length > 10 && score.bars.length > 2);
    assert.equal(score.parts.length, take.stems.length);

    await session.apply({ kind: 'set-text', of: 'caption', text: 'wild drums' });
    assert.equal(session.state.brief?.isStale, true);
    await session.apply({ kind: 'set-text', of: 'caption', text: calm.conditions[0]?.text ?? '' });
    assert.equal(session.state.brief?.isStale, false);
    await (await vscode.workspace.openTextDocument(session.uri)).save();
  });

  it('are loaded into the player with samples of every stem', async () => {
    const session = await api.sessions.open(folder.file('compose.leitmotif'));
    const [take] = session.state.takes;
    assert.ok(take);
    await session.play({ take: take.id });
    const { source } = api.player;
    assert.ok(source);
    assert.equal(source.source.take, take.id);
    assert.equal(source.source.tracks.length, take.stems.length);
    assert.ok((source.source.beatsPerBar ?? 0) > 1);
    const signal = new AbortController().signal;
    const blocks = await Promise.all(
      source.source.tracks.map(({ id }) => source.read(id, 44_100, 44_100, signal)),
    );
    assert.ok(blocks.some((samples) => samples.some((sample) => Math.abs(sample) > 0.01)));
    api.player.stop();
  });

  it('have a draft beside them while attributes are changed, which can be kept', async () => {
    const session = await api.sessions.open(folder.file('compose.leitmotif'));
    await session.apply({ kind: 'set-attribute', name: 'tempo', value: 120 });
    await untilTrue('a draft', () => session.state.draft);
    assert.deepEqual(session.state.draft?.attributes, ['tempo']);
    assert.equal(session.state.draft.seed, 7);
    const draft = api.player.source;
    assert.equal(draft?.source.take, undefined);
    assert.equal(draft?.source.cue, session.uri.toString());
    assert.ok((draft.source.bars[1] ?? 0) > 0);
    await untilTrue('the draft is done', () => session.state.job === undefined);
    const score = await session.score(null);
    assert.ok(score !== null && score.notes.length > 10);
    const [take] = session.state.takes;
    await session.play({ take: take?.id ?? '' });
    assert.deepEqual(session.state.selected, { take: take?.id });
    await session.play({ take: null });
    assert.deepEqual(session.state.selected, { draft: session.state.draft.source });
    assert.equal(api.player.source, draft);
    const peaks = await session.peaks(null, 200);
    assert.ok(Math.max(...new Float32Array(peaks?.values ?? new ArrayBuffer())) > 0.02);
    const kept = await session.compose({ keepDraft: true });
    assert.equal(kept.recipe?.seed, 7);
    assert.equal(kept.recipe.tempo, 120);
    assert.equal(session.state.draft, undefined);
    assert.equal(api.player.source?.source.take, kept.id);
    await (await vscode.workspace.openTextDocument(session.uri)).save();
  });

  it('can be cancelled: no spinner, no take, no fault', async () => {
    const session = await cue('cancel.leitmotif');
    const composing = session.compose();
    await untilTrue('a job', () => session.state.job);
    session.cancel();
    await assert.rejects(composing, { code: 'cancelled' });
    assert.equal(session.state.job, undefined);
    assert.equal(session.state.lastFault, undefined);
    assert.equal((await saved(session.uri)).takes, undefined);
  });

  it('are lost with a sidecar that is killed, and nothing else: the next one is made', async () => {
    const session = await cue('killed.leitmotif');
    const composing = session.compose();
    await untilTrue('a job', () => session.state.job?.progress);
    const pid = await api.sidecar.pid();
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    await assert.rejects(composing, { code: 'sidecar-ended' });
    assert.equal(session.state.job, undefined);
    assert.equal(session.state.lastFault?.code, 'sidecar-ended');
    assert.equal((await saved(session.uri)).takes, undefined);
    const take = await session.compose();
    assert.equal(session.state.lastFault, undefined);
    assert.equal((await saved(session.uri)).takes?.[0]?.id, take.id);
  });

  it('come into the cue although its editor was closed meanwhile', async () => {
    const session = await cue('closed.leitmotif');
    const composing = session.compose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const take = await composing;
    assert.equal((await saved(session.uri)).takes?.[0]?.id, take.id);
  });

  it('come into the cue although it was renamed meanwhile', async () => {
    const session = await cue('before.leitmotif');
    const composing = session.compose();
    const to = folder.file('after.leitmotif');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(session.uri, to);
    await vscode.workspace.applyEdit(edit);
    const take = await composing;
    assert.equal(session.uri.toString(), to.toString());
    assert.equal((await saved(to)).takes?.[0]?.id, take.id);
    assert.equal(await api.sessions.open(to), session);
  });

  it('are heard on when their cue is renamed, and still known as its own', async () => {
    const session = await cue('heard.leitmotif');
    const take = await session.compose();
    await session.play({ take: take.id });
    const to = folder.file('renamed.leitmotif');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(session.uri, to);
    await vscode.workspace.applyEdit(edit);
    assert.equal(api.player.state.source?.cue, to.toString());
    assert.equal(api.sessions.active?.uri.toString(), to.toString());
    api.player.stop();
  });

  it('are whole although the cue was deleted meanwhile, and it is said where', async () => {
    const session = await cue('deleted.leitmotif');
    const composing = session.compose();
    await untilTrue('a job', () => session.state.job);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(session.uri);
    await assert.rejects(composing, (error: { message: string }) => /was made/.test(error.message));
    assert.equal(session.state.job, undefined);
  });

  it('do not bring back a cue that another program moved meanwhile, and it is said where they are', async () => {
    const session = await cue('moved.leitmotif');
    const composing = session.compose();
    await untilTrue('a job', () => session.state.job);
    await rename(session.uri.fsPath, folder.file('elsewhere.leitmotif').fsPath);
    await assert.rejects(composing, (error: { message: string }) => /was made/.test(error.message));
    assert.equal(existsSync(session.uri.fsPath), false);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are deleted, and come back by undo', async () => {
    const session = await cue('delete.leitmotif');
    const take = await session.compose();
    const path = join(folder.uri.fsPath, take.folder);
    await session.deleteTake(take.id);
    assert.equal(existsSync(path), false);
    assert.deepEqual((await saved(session.uri)).takes, []);
    assert.equal(session.state.takes.length === 0 || session.state.takes[0]?.fault !== undefined, true);
    await untilTrue('the editor is active', () => api.sessions.active === session);
    await vscode.commands.executeCommand('undo');
    await untilTrue('the take is back', () => session.state.takes[0]?.recipe !== undefined);
    assert.equal(existsSync(path), true);
    assert.ok(await session.peaks(take.id, 10));
    await (await vscode.workspace.openTextDocument(session.uri)).save();
  });

  it('say so when their folder is gone, and can be taken out of the cue', async () => {
    const session = await cue('missing.leitmotif');
    const take = await session.compose();
    const path = join(folder.uri.fsPath, take.folder);
    await rename(path, `${path}-elsewhere`);
    await untilTrue('missing', () => session.state.takes[0]?.fault?.code === 'file-missing');
    assert.equal(await session.peaks(take.id, 10), null);
    assert.equal(await session.score(take.id), null);
    await assert.rejects(session.play({ take: take.id }), { code: 'file-missing' });
    await rename(`${path}-elsewhere`, path);
    await untilTrue('back', () => session.state.takes[0]?.recipe !== undefined);
    await rename(path, `${path}-elsewhere`);
    await untilTrue('missing again', () => session.state.takes[0]?.fault?.code === 'file-missing');
    await session.deleteTake(take.id);
    await untilTrue('out of the cue', () => session.state.takes.length === 0);
    assert.equal(existsSync(`${path}-elsewhere`), true);
  });

  it('are remade beside the old one, with the same notes', async () => {
    const session = await api.sessions.open(folder.file('closed.leitmotif'));
    const [take] = session.state.takes;
    assert.ok(take);
    const again = await session.remake(take.id);
    assert.notEqual(again.id, take.id);
    assert.deepEqual((await session.score(again.id))?.notes, (await session.score(take.id))?.notes);
  });

  it('cannot be made where nothing can be written, and that is said', async () => {
    const session = await cue('unwritable.leitmotif');
    await vscode.workspace.fs.writeFile(folder.file('a-file'), new Uint8Array(1));
    const settings = vscode.workspace.getConfiguration('leitmotif', session.uri);
    await settings.update('takesFolder', 'a-file', vscode.ConfigurationTarget.Global);
    try {
      await assert.rejects(session.compose(), { code: 'output-is-file' });
    } finally {
      await settings.update('takesFolder', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.equal(session.state.job, undefined);
    assert.equal(session.state.lastFault?.code, 'output-is-file');
  });

  it('are made into a read-only cue by nobody', async () => {
    const session = await cue('locked.leitmotif');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const { chmod } = await import('node:fs/promises');
    await chmod(session.uri.fsPath, 0o444);
    await vscode.commands.executeCommand('vscode.openWith', session.uri, 'leitmotif.cue');
    const locked = await api.sessions.open(session.uri);
    await untilTrue('read-only', () => locked.state.isReadOnly);
    await assert.rejects(locked.apply({ kind: 'set-title', title: 'A' }), { code: 'not-available' });
    await chmod(session.uri.fsPath, 0o644);
  });
});
