import { strict as assert } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { untilTrue } from '../editor/untilTrue.ts';
import { extensionApi } from './extensionApi.ts';
import { testFolder } from './testFolder.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';

const written = `{
    "leitmotif": 1,
    // what it is for
    "conditions": [{ "kind": "caption", "id": "caption", "text": "calm piano" }],
    "attributes": { "tempo": 90 }
}
`;

const open = (uri: vscode.Uri, column = vscode.ViewColumn.One): Thenable<unknown> =>
  vscode.commands.executeCommand('vscode.openWith', uri, 'leitmotif.cue', column);

const customTabs = (uri: vscode.Uri): vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString());

describe('the cue editor', () => {
  let api: LeitmotifApi;
  const folder = testFolder('cue-editor');

  before(async () => {
    api = await extensionApi();
    await folder.make();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(() => folder.remove());

  async function cueFile(name: string, text = written): Promise<vscode.Uri> {
    const uri = folder.file(name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return uri;
  }

  const textOf = async (uri: vscode.Uri): Promise<string> =>
    (await vscode.workspace.openTextDocument(uri)).getText();
  const onDisk = async (uri: vscode.Uri): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));

  it('changes only what an act changes; undo and redo are those of the document; saving saves', async () => {
    const uri = await cueFile('edit.leitmotif');
    await open(uri);
    const session = await api.sessions.open(uri);
    await session.apply({ kind: 'set-attribute', name: 'tempo', value: 96 });
    assert.equal(await textOf(uri), written.replace('90', '96'));
    assert.equal(session.state.cue?.attributes.tempo, 96);
    assert.ok((await vscode.workspace.openTextDocument(uri)).isDirty);
    assert.equal(await onDisk(uri), written);

    await untilTrue('the editor is active', () => api.sessions.active === session);
    await vscode.commands.executeCommand('undo');
    await untilTrue('undone', () => session.state.cue?.attributes.tempo === 90);
    assert.equal(await textOf(uri), written);
    await vscode.commands.executeCommand('redo');
    await untilTrue('done again', () => session.state.cue?.attributes.tempo === 96);

    await vscode.commands.executeCommand('workbench.action.files.save');
    await untilTrue('saved', async () => (await onDisk(uri)) === written.replace('90', '96'));
  });

  it('shows again what is on disk after reverting', async () => {
    const uri = await cueFile('revert.leitmotif');
    await open(uri);
    const session = await api.sessions.open(uri);
    await untilTrue('the editor is active', () => api.sessions.active === session);
    await session.apply({ kind: 'set-title', title: 'Never saved' });
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await untilTrue(
      'reverted',
      () => session.state.cue !== undefined && session.state.cue.title === undefined,
    );
    assert.equal(await textOf(uri), written);
  });

  it('follows what another program writes', async () => {
    const uri = await cueFile('external.leitmotif');
    await open(uri);
    const session = await api.sessions.open(uri);
    await writeFile(uri.fsPath, written.replace('calm piano', 'storm at sea'));
    const textNow = (): string => {
      const [condition] = session.state.cue?.conditions ?? [];
      return condition?.kind === 'caption' ? condition.text : '';
    };
    await untilTrue('the new caption', () => textNow() === 'storm at sea');
    await writeFile(uri.fsPath, '{ "leitmotif": 1,, }');
    await untilTrue('the fault', () => session.state.faults[0]?.code === 'cue-invalid');
    assert.equal(session.state.cue, undefined);
    await writeFile(uri.fsPath, written);
    await untilTrue('mended', () => session.state.faults.length === 0 && textNow() === 'calm piano');
  });

  it('has one session for two editors on one cue, and for the text beside them', async () => {
    const uri = await cueFile('two.leitmotif');
    await open(uri, vscode.ViewColumn.One);
    await open(uri, vscode.ViewColumn.Two);
    await untilTrue('two tabs', () => customTabs(uri).length === 2);
    const session = await api.sessions.open(uri);
    assert.equal(api.sessions.all.filter((each) => each.uri.toString() === uri.toString()).length, 1);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Three);
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('90');
    edit.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + 2)), '75');
    await vscode.workspace.applyEdit(edit);
    await untilTrue('the edit of the text', () => session.state.cue?.attributes.tempo === 75);
    await session.apply({ kind: 'set-attribute', name: 'tempo', value: 80 });
    assert.match(document.getText(), /"tempo": 80/);
    await document.save();
  });

  it('does edits in their order, however fast they come', async () => {
    const uri = await cueFile('fast.leitmotif');
    await open(uri);
    const session = await api.sessions.open(uri);
    const tempos = Array.from({ length: 40 }, (_, i) => 60 + i);
    await Promise.all(tempos.map((value) => session.apply({ kind: 'set-attribute', name: 'tempo', value })));
    assert.equal(session.state.cue?.attributes.tempo, 99);
    assert.equal(await textOf(uri), written.replace('90', '99'));
  });

  it('keeps the cue that has the focus as the active one', async () => {
    const [one, other] = [await cueFile('one.leitmotif'), await cueFile('other.leitmotif')];
    await open(one);
    await untilTrue('one is active', () => api.sessions.active?.uri.toString() === one.toString());
    await open(other);
    await untilTrue('the other is active', () => api.sessions.active?.uri.toString() === other.toString());
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await untilTrue('none is active', () => api.sessions.active === undefined);
  });

  describe('with a bad cue', () => {
    const cases: [string, string, string][] = [
      ['a newer version', '{ "leitmotif": 2, "anything": [] }', 'cue-version-unknown'],
      ['no JSON', '{ "leitmotif": 1', 'cue-invalid'],
      ['no cue', '[1, 2, 3]', 'cue-invalid'],
      ['ten megabytes', JSON.stringify({ leitmotif: 1, title: 'x'.repeat(10_000_000) }), 'text-too-long'],
    ];
    for (const [what, text, code] of cases) {
      it(`opens ${what}, says what is wrong, and does not touch it`, async () => {
        const uri = await cueFile(`bad-${code}-${text.length}.leitmotif`, text);
        await open(uri);
        await untilTrue('a tab', () => customTabs(uri).length === 1);
        const session = await api.sessions.open(uri);
        assert.equal(session.state.faults[0]?.code, code);
        assert.equal(session.state.cue, undefined);
        await assert.rejects(session.apply({ kind: 'set-title', title: 'A' }), { code });
        await assert.rejects(session.compose(), { code });
        assert.equal(session.state.job, undefined);
        assert.equal(await onDisk(uri), text);
      });
    }

    it('shows what is right beside wrong types and ids that are there twice, and refuses to compose', async () => {
      const caption = (id: string): object => ({ kind: 'caption', id, text: 'calm' });
      const text = JSON.stringify(
        { leitmotif: 1, title: 5, conditions: [caption('a'), caption('a'), { kind: 'image', id: 7 }] },
        undefined,
        2,
      );
      const uri = await cueFile('types.leitmotif', text);
      await open(uri);
      const session = await api.sessions.open(uri);
      assert.equal(session.state.faults.length, 3);
      assert.equal(session.state.conditions.length, 1);
      await assert.rejects(session.compose(), { code: 'cue-invalid' });
      await session.apply({ kind: 'set-title', title: 'Mended' });
      assert.equal(session.state.faults.length, 2);
      assert.ok((await textOf(uri)).includes('"id": 7'));
    });
  });

  describe('with files that are not what they should be', () => {
    it('says which, and forgets it when they are mended', async () => {
      const conditions = ['gone.jpg', 'words.jpg', '.', 'empty.png', 'harbour.jpg'].map((path, i) => ({
        kind: 'image',
        id: `image-${i}`,
        path,
      }));
      await vscode.workspace.fs.writeFile(folder.file('words.jpg'), new TextEncoder().encode('only words'));
      await vscode.workspace.fs.writeFile(folder.file('empty.png'), new Uint8Array(0));
      await vscode.workspace.fs.copy(folder.sample('harbour.jpg'), folder.file('harbour.jpg'));
      const uri = await cueFile('files.leitmotif', JSON.stringify({ leitmotif: 1, conditions }));
      await open(uri);
      const session = await api.sessions.open(uri);
      assert.deepEqual(
        session.state.conditions.map(({ fault }) => fault?.code),
        ['file-missing', 'image-unsupported', 'file-is-directory', 'file-empty', undefined],
      );
      assert.match(session.state.conditions[4]?.thumbnail ?? '', /harbour\.jpg\?/);
      await assert.rejects(session.compose(), { code: 'file-missing' });
      assert.equal(session.state.job, undefined);
      assert.equal(session.state.lastFault?.code, 'file-missing');
      await vscode.workspace.fs.copy(folder.sample('harbour.jpg'), folder.file('gone.jpg'));
      await untilTrue('the file is back', () => session.state.conditions[0]?.fault === undefined);
      await vscode.workspace.fs.delete(folder.file('gone.jpg'));
      await untilTrue('it is gone', () => session.state.conditions[0]?.fault?.code === 'file-missing');
    });

    it('takes files that are given, by their ending', async () => {
      const uri = await cueFile('given.leitmotif');
      await open(uri);
      const session = await api.sessions.open(uri);
      await session.addFiles([folder.sample('harbour.jpg'), folder.sample('harbour.md')]);
      assert.deepEqual(
        session.state.cue?.conditions.slice(1).map(({ kind, id }) => [kind, id]),
        [
          ['image', 'image'],
          ['story', 'story'],
        ],
      );
      await assert.rejects(session.addFiles([folder.file('film.mkv')]), { code: 'image-unsupported' });
    });
  });
});
