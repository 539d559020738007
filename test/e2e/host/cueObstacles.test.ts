import { strict as assert } from 'node:assert';
import { readdir, symlink, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { untilTrue } from '../editor/untilTrue.ts';
import { extensionApi } from './extensionApi.ts';
import { lockFolder } from './lockedFolder.ts';
import { testFolder } from './testFolder.ts';
import type { CueSession } from '../../../extension/cue/cueSessions.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';

interface Written {
  title?: string;
  conditions: object[];
  takes?: { id: string; folder: string }[];
}

const calm = {
  leitmotif: 1,
  conditions: [{ kind: 'caption', id: 'caption', text: 'calm piano in D minor' }],
  attributes: { seconds: 6 },
};

describe('what stands in the way of a cue', () => {
  let api: LeitmotifApi;
  const folder = testFolder('cue-obstacles');

  before(async () => {
    api = await extensionApi();
    await folder.make();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(async () => {
    api.player.unload();
    await folder.remove();
  });

  async function cue(path: string, contents: object = calm): Promise<CueSession> {
    const uri = folder.file(path);
    await vscode.workspace.fs.writeFile(
      uri,
      new TextEncoder().encode(JSON.stringify(contents, undefined, 2)),
    );
    await vscode.commands.executeCommand('vscode.openWith', uri, 'leitmotif.cue');
    return api.sessions.open(uri);
  }

  const onDisk = async (uri: vscode.Uri): Promise<Written> =>
    JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))) as Written;

  it('a folder that cannot be written to: said with what to do, the cue as it was, nothing left turning', async function () {
    const session = await cue('locked/calm.leitmotif');
    const place = folder.file('locked').fsPath;
    const unlock = await lockFolder(place);
    if (unlock === undefined) return this.skip();
    try {
      await assert.rejects(session.compose(), { code: 'output-unwritable' });
      const { job, lastFault, takes } = session.state;
      assert.equal(job, undefined);
      assert.equal(lastFault?.code, 'output-unwritable');
      assert.ok(lastFault.subject.includes(place), lastFault.subject);
      assert.ok(lastFault.next.length > 0);
      assert.deepEqual(takes, []);
      assert.deepEqual(await readdir(place), ['calm.leitmotif']);
      assert.deepEqual(await onDisk(session.uri), calm);
    } finally {
      await unlock();
    }
    const take = await session.compose();
    assert.equal(session.state.lastFault, undefined);
    assert.equal((await onDisk(session.uri)).takes?.[0]?.id, take.id);
  });

  it('a picture into whose folder no cue can be written: no cue, no editor, no job', async function () {
    const picture = folder.file('album/harbour.jpg');
    await vscode.workspace.fs.copy(folder.sample('harbour.jpg'), picture);
    const unlock = await lockFolder(folder.file('album').fsPath);
    if (unlock === undefined) return this.skip();
    try {
      assert.equal(await vscode.commands.executeCommand('leitmotif.composeFromImage', picture), undefined);
      assert.deepEqual(await readdir(folder.file('album').fsPath), ['harbour.jpg']);
      assert.ok(api.sessions.all.every(({ state }) => state.job === undefined));
    } finally {
      await unlock();
    }
  });

  it('a picture that cannot be read: said at the condition, and by who tries to compose', async () => {
    // A link to itself is there and is nothing that anybody can read, whoever one is.
    await symlink('loop.jpg', folder.file('loop.jpg').fsPath);
    const conditions = [{ kind: 'image', id: 'image', path: 'loop.jpg' }];
    const session = await cue('unreadable.leitmotif', { leitmotif: 1, conditions });
    assert.equal(session.state.conditions[0]?.fault?.code, 'file-unreadable');
    await assert.rejects(session.compose(), { code: 'file-unreadable' });
    assert.equal(session.state.job, undefined);
    assert.equal(session.state.lastFault?.code, 'file-unreadable');
  });

  it('a text that was never saved: its words are the story', async () => {
    const content = 'The last boat leaves the quay, and nobody waves. 6 seconds.';
    const document = await vscode.workspace.openTextDocument({ content, language: 'markdown' });
    await vscode.window.showTextDocument(document);
    const uri = await vscode.commands.executeCommand<vscode.Uri | undefined>('leitmotif.generateScore');
    assert.ok(uri);
    try {
      const { cue: made, takes } = (await api.sessions.open(uri)).state;
      assert.deepEqual(
        made?.conditions.map((one) => one.kind === 'story' && [one.text, one.path]),
        [[content, undefined]],
      );
      assert.equal(takes.length, 1);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('a cue that was never saved: it can be edited, and says where to save it before it is composed', async () => {
    const document = await vscode.workspace.openTextDocument({
      content: JSON.stringify(calm),
      language: 'jsonc',
    });
    const session = await api.sessions.open(document.uri);
    await session.apply({ kind: 'set-title', title: 'Not saved' });
    assert.match(document.getText(), /Not saved/);
    await assert.rejects(session.compose(), { code: 'not-available' });
    assert.equal(session.state.job, undefined);
    assert.equal(session.state.isLocal, false);
    await vscode.window.showTextDocument(document);
  });

  it('another window that writes into the cue while this one composes: both find their takes in it', async () => {
    const session = await cue('shared.leitmotif');
    const composing = session.compose();
    await untilTrue('a job', () => session.state.job);
    const theirs = { id: 'theirs', folder: 'takes/theirs' };
    await writeFile(
      session.uri.fsPath,
      JSON.stringify({ ...calm, title: 'Theirs', takes: [theirs] }, undefined, 2),
    );
    const take = await composing;
    const written = await untilTrue('both takes', async () => {
      const { title, takes } = await onDisk(session.uri);
      return takes?.length === 2 && { title, takes };
    });
    assert.equal(written.title, 'Theirs');
    assert.deepEqual(
      written.takes.map(({ id }) => id),
      ['theirs', take.id],
    );
    assert.equal(session.state.lastFault, undefined);
  });

  it('changes of this window that are not saved, and a cue that another one changed: nothing is overwritten', async () => {
    const session = await cue('both.leitmotif');
    await session.apply({ kind: 'set-title', title: 'Mine' });
    await writeFile(session.uri.fsPath, JSON.stringify({ ...calm, title: 'Theirs' }, undefined, 2));
    const take = await session.compose();
    assert.equal((await onDisk(session.uri)).title, 'Theirs');
    assert.equal(session.state.cue?.title, 'Mine');
    assert.deepEqual(
      session.state.cue.takes.map(({ id }) => id),
      [take.id],
    );
    assert.ok((await vscode.workspace.openTextDocument(session.uri)).isDirty);
  });

  it('a thousand sections, hits and conditions: shown whole, changed by one edit, never left turning', async () => {
    const many = <T>(make: (i: number) => T): T[] => Array.from({ length: 1000 }, (_, i) => make(i));
    const contents = {
      ...calm,
      conditions: many((i) => ({ kind: 'story', id: `story-${i}`, text: `Ida waits for boat ${i}.` })),
      sections: many((i) => ({ id: `section-${i}`, label: `Scene ${i + 1}`, start: i * 3 })),
      hits: many((i) => ({ id: `hit-${i}`, label: `Cut ${i + 1}`, seconds: i * 3 })),
    };
    const session = await cue('thousand.leitmotif', contents);
    assert.deepEqual(session.state.faults, []);
    assert.equal(session.state.conditions.length, 1000);
    const document = await vscode.workspace.openTextDocument(session.uri);
    const before = document.getText();
    await session.apply({
      kind: 'put-section',
      section: { id: 'section-999', label: 'The end', start: 2997 },
    });
    assert.equal(document.getText(), before.replace('"Scene 1000"', '"The end"'));
    // They lie past the end of six seconds: nothing is made that would not be what was asked.
    await assert.rejects(session.compose(), { code: 'brief-impossible' });
    assert.equal(session.state.job, undefined);
    const stories = await cue('stories.leitmotif', { ...calm, conditions: contents.conditions });
    const take = await stories.compose();
    assert.equal(take.fault, undefined);
    assert.equal(stories.state.job, undefined);
    assert.equal(stories.state.brief?.value.shares.length, 1000);
    assert.equal((await onDisk(stories.uri)).takes?.[0]?.id, take.id);
  });
});
