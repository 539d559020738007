import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeInEditor } from '../editor/describeInEditor.ts';
import type { Workbench } from '../editor/openWorkbench.ts';
import { untilTrue } from '../editor/untilTrue.ts';
import { axeIn } from './axeIn.ts';
import { readCueFile, takeFolders } from './cueFile.ts';
import { barOf, cuePanel, playerView, untilIdle, untilTakes } from './cuePanelOf.ts';

async function isHeard(workbench: Workbench): Promise<void> {
  await untilTrue('sound', async () => (await workbench.loudest()) > 0.001, { everyMs: 100 });
}

describeInEditor('from a picture to music', (open) => {
  it('composes, is heard after one click, and goes on at the same bar when it is changed', async () => {
    const { workbench, folder } = await open({ settings: { 'workbench.colorTheme': 'Default Dark Modern' } });
    await workbench.chooseInMenu(workbench.explorerItem('harbour.jpg'), 'Compose from Image');
    const panel = await cuePanel(workbench);
    await panel
      .getByText(/Making a take: /)
      .first()
      .waitFor();
    await workbench.screenshot('composing-dark');
    await untilTakes(panel, 1);
    expect(readCueFile(folder, 'harbour.leitmotif').conditions).toMatchObject([{ path: 'harbour.jpg' }]);
    expect(existsSync(join(takeFolders(folder)[0]!, 'mix.wav'))).toBe(true);
    expect(await workbench.loudest()).toBe(0);

    await panel.getByRole('button', { name: 'Play what is selected' }).click();
    const player = await playerView(workbench);
    await isHeard(workbench);
    await player.getByText('Playing', { exact: true }).waitFor();
    await untilTrue('bar 2', async () => (await barOf(player)) >= 2);
    await workbench.screenshot('playing-dark');
    const before = await barOf(player);
    await panel.getByRole('slider', { name: 'Tempo' }).press('End');
    await player.getByText(/^Draft of /).waitFor();
    expect(await barOf(player)).toBeGreaterThanOrEqual(before);
    expect(await barOf(player)).toBeLessThan(before + 6);
    await isHeard(workbench);
    await player.getByText('Playing', { exact: true }).waitFor();
    await panel.getByText('1 set by you').waitFor();
    await untilIdle(panel);
    await untilTrue('notes of the whole draft', async () => {
      const words = await panel.getByText(/^\d+ notes$/).innerText();
      return Number.parseInt(words, 10) > 50;
    });
    await workbench.screenshot('draft-dark');

    await panel.getByRole('button', { name: 'Keep as Take' }).click();
    await untilTakes(panel, 2);
    const [first, second] = readCueFile(folder, 'harbour.leitmotif').takes;
    expect(second?.folder).not.toBe(first?.folder);
    await workbench.runCommand('File: Save');
    await panel
      .getByRole('button', { name: /^Delete/ })
      .last()
      .click();
    await workbench
      .notification(/deleted/i)
      .getByRole('button', { name: 'Undo' })
      .click();
    await untilTakes(panel, 2);
  });

  it('takes several pictures at once, and is without a fault for axe in every colour', async () => {
    const { workbench, folder } = await open({
      settings: {
        'workbench.colorTheme': 'Default Light Modern',
        'leitmotif.seconds': 6,
        // An editor that opens late would take the explorer's selection with it.
        'explorer.autoReveal': false,
      },
      fill: (into) => {
        cpSync(join(into, 'harbour.jpg'), join(into, 'evening.jpg'));
      },
    });
    // Its menu entries come with its icon; a menu without them would have to be closed, and the selection with it.
    await workbench.page
      .getByRole('tab', { name: /Leitmotif/ })
      .first()
      .waitFor();
    const pictures = ['evening.jpg', 'harbour.jpg'].map((name) => workbench.explorerItem(name));
    await untilTrue('both pictures selected', async () => {
      await pictures[0]!.click();
      await workbench.tab('evening.jpg').waitFor();
      await pictures[1]!.click({ modifiers: ['ControlOrMeta'] });
      const selected = await Promise.all(pictures.map((one) => one.getAttribute('aria-selected')));
      return selected.every((one) => one === 'true');
    });
    await workbench.chooseInMenu(workbench.explorerItem('harbour.jpg'), 'Compose from Image');
    const panel = await cuePanel(workbench);
    await untilTakes(panel, 1);
    const [cue] = ['evening.leitmotif', 'harbour.leitmotif'].filter((name) => existsSync(join(folder, name)));
    const paths = readCueFile(folder, cue!).conditions.map((one) => ('path' in one ? one.path : ''));
    expect(paths.sort()).toEqual(['evening.jpg', 'harbour.jpg']);
    const player = await playerView(workbench);
    for (const theme of ['light', 'dark', 'high-contrast'] as const) {
      await workbench.chooseTheme(theme);
      await workbench.screenshot(`cue-${theme}`);
      expect(await axeIn(panel), theme).toEqual([]);
      expect(await axeIn(player, 'sideBar'), theme).toEqual([]);
    }
  });
});
