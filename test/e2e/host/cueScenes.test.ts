import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { untilTrue } from '../editor/untilTrue.ts';
import { extensionApi } from './extensionApi.ts';
import { testFolder } from './testFolder.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';

const story = `# Harbour

Calm piano at dawn. ![Fishing boats in fog](harbour.jpg)

# Nothing here

# Storm

Wild strings, the sea breaks over the wall. ![gone](gone.jpg)
`;

describe('scenes', () => {
  let api: LeitmotifApi;
  const folder = testFolder('cue-scenes');

  before(async () => {
    api = await extensionApi();
    await folder.make();
    await vscode.workspace.fs.copy(folder.sample('harbour.jpg'), folder.file('harbour.jpg'));
    await vscode.workspace.fs.writeFile(folder.file('story.md'), new TextEncoder().encode(story));
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await folder.remove();
  });

  const read = async (name: string): Promise<string> =>
    new TextDecoder().decode(await vscode.workspace.fs.readFile(folder.file(name)));

  it('have a lens over each that can be scored', async () => {
    await vscode.window.showTextDocument(folder.file('story.md'));
    const lenses = await untilTrue('lenses', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        folder.file('story.md'),
        100,
      );
      const ours = found.filter(({ command }) => command?.command.startsWith('leitmotif.'));
      return ours.length > 0 && ours;
    });
    const told = lenses.map(({ range, command }) => `${range.start.line} ${command?.command ?? ''}`).sort();
    assert.deepEqual(told, [
      '0 leitmotif.scoreAllScenes',
      '0 leitmotif.scoreScene',
      '6 leitmotif.scoreScene',
    ]);
  });

  async function scoreAll(uri: vscode.Uri): Promise<{ composed: number; kept: number; failed: number }> {
    const counts = await vscode.commands.executeCommand<
      { composed: number; kept: number; failed: number } | undefined
    >('leitmotif.scoreAllScenes', uri);
    assert.ok(counts);
    return counts;
  }

  it('become cues, takes and a cue sheet; what is done is not done again', async () => {
    const uri = folder.file('story.md');
    const first = await scoreAll(uri);
    assert.deepEqual([first.composed, first.kept, first.failed], [2, 0, 0]);
    const cue = JSON.parse(await read('story-scenes/01-harbour.leitmotif')) as {
      title: string;
      conditions: object[];
      takes: object[];
    };
    assert.equal(cue.title, 'Harbour');
    assert.deepEqual(cue.conditions, [
      { kind: 'story', id: 'story', text: 'Calm piano at dawn.' },
      { kind: 'image', id: 'image-1', path: '../harbour.jpg', alt: 'Fishing boats in fog' },
    ]);
    assert.equal(cue.takes.length, 1);
    const [head, one, other] = (await read('story-scenes/cue-sheet.csv')).split('\r\n');
    assert.equal(head, 'scene,start line,cue,key,tempo,length,file,remark');
    assert.match(one ?? '', /^Harbour,1,01-harbour\.leitmotif,.+ .+,\d+.*,0:\d\d\.\d,takes\/.+\/mix\.wav,$/);
    assert.match(other ?? '', /^Storm,7,.*gone\.jpg$/);
    assert.match(await read('story-scenes/cue-sheet.md'), /\| \[01-harbour\.leitmotif\]/);

    const second = await scoreAll(uri);
    assert.deepEqual([second.composed, second.kept], [0, 2]);

    await vscode.workspace.fs.writeFile(
      uri,
      new TextEncoder().encode(story.replace('Wild strings', 'Slow choir')),
    );
    await untilTrue('the changed text', async () =>
      (await vscode.workspace.openTextDocument(uri)).getText().includes('Slow choir'),
    );
    const third = await scoreAll(uri);
    assert.deepEqual([third.composed, third.kept], [1, 1]);
    assert.match(await read('story-scenes/02-storm.leitmotif'), /Slow choir/);
    assert.equal(
      api.sessions.all.every(({ state }) => state.job === undefined),
      true,
    );
  });
});
