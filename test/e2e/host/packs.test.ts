import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { extensionApi } from './extensionApi.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';
import type { PackListings, PackVerdict } from '../../../bridge/protocol/packListing.ts';

describe('model packs', () => {
  let api: LeitmotifApi;

  before(async () => {
    api = await extensionApi();
  });

  it('are listed with size and licence, those that came with the extension first of all', async () => {
    const listings = await vscode.commands.executeCommand<PackListings>('leitmotif.refreshPacks');
    const bundled = listings.packs.filter(({ state }) => state === 'bundled');
    assert.ok(bundled.length >= 3);
    const items = (await api.packs.getChildren()).map((pack) => api.packs.getTreeItem(pack));
    assert.equal(items.length, listings.packs.length);
    const available = items.find(({ contextValue }) => contextValue === 'pack-available');
    assert.match(String(available?.description), /≈ \d+ MB · /);
    assert.ok(typeof available?.tooltip === 'string');
    assert.match(available.tooltip, /May music made with it be sold\?/);
  });

  it('are installed into the storage of the extension unless a setting says otherwise', async () => {
    const { directory, chosenBy } = await api.packs.refresh();
    assert.match(directory, /globalStorage[\\/]leitmotif\.leitmotif[\\/]packs$/);
    assert.equal(chosenBy, 'environment');
  });

  it('are verified byte by byte', async () => {
    const [pack] = (await api.packs.refresh()).packs.filter(({ state }) => state === 'bundled');
    const verdicts = await vscode.commands.executeCommand<PackVerdict[]>('leitmotif.verifyPack', pack);
    assert.deepEqual(
      verdicts.map(({ id, isWhole }) => [id, isWhole]),
      [[pack?.id, true]],
    );
    const item = api.packs.getTreeItem(pack as never);
    assert.equal(item.contextValue, 'pack-bundled');
  });

  it('that do not exist are said to be none', async () => {
    assert.equal(await vscode.commands.executeCommand('leitmotif.verifyPack', 'no-such-pack'), undefined);
    assert.equal(await vscode.commands.executeCommand('leitmotif.removePack', 'no-such-pack'), undefined);
  });
});
