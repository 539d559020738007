import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeInEditor } from '../editor/describeInEditor.ts';
import type { CodeServer } from '../editor/startCodeServer.ts';
import { untilTrue } from '../editor/untilTrue.ts';
import { largeTiff, readCueFile, takeFolders } from './cueFile.ts';
import { cuePanel, takeLimit, untilIdle, untilTakes } from './cuePanelOf.ts';
import { sidecarProcesses } from './sidecarProcesses.ts';

const settings = { 'workbench.colorTheme': 'Default Dark Modern', 'leitmotif.seconds': 6 };

/** Kills every process of the sidecar, as a system without memory does. */
async function killSidecar({ pid }: CodeServer): Promise<void> {
  const found = await untilTrue('a sidecar', () => {
    const pids = sidecarProcesses(pid);
    return pids.length > 0 && pids;
  });
  for (const one of found) process.kill(one, 'SIGKILL');
}

describeInEditor('what comes between', (open) => {
  it('a sidecar that is killed, a window that is loaded again, a rename and a second window lose nothing', async () => {
    const { workbench, server, folder, openWindow } = await open({
      // Long enough to be in the middle of it, on a fast machine too.
      settings: { ...settings, 'leitmotif.seconds': 120 },
    });
    const { page } = workbench;
    await workbench.chooseInMenu(workbench.explorerItem('harbour.jpg'), 'Compose from Image');
    let panel = await cuePanel(workbench);
    await panel
      .getByText(/Making a take: (looking|reading|composing|rendering)/)
      .first()
      .waitFor();
    await killSidecar(server);
    await panel.getByRole('alert').waitFor({ timeout: takeLimit });
    await untilIdle(panel);
    await workbench.screenshot('sidecar-killed-dark');
    await panel.getByRole('button', { name: 'Generate' }).click();
    await untilTakes(panel, 1);
    expect(await panel.getByRole('alert').count()).toBe(0);

    await panel.getByRole('button', { name: 'Generate' }).click();
    await panel
      .getByText(/Making a take/)
      .first()
      .waitFor();
    await workbench.reload();
    await workbench.openFile('harbour.leitmotif');
    panel = await cuePanel(workbench);
    await untilIdle(panel);
    await untilTrue(
      'the first take',
      async () => (await panel.getByRole('button', { name: /star/i }).count()) >= 1,
    );
    const kept = await panel.getByRole('button', { name: /star/i }).count();

    const other = await openWindow();
    await other.openFile('harbour.leitmotif');
    const theirs = await cuePanel(other);
    await theirs.getByRole('textbox', { name: 'Title' }).fill('Quay');
    await other.page.keyboard.press('Tab');
    await other.runCommand('File: Save');
    await expect
      .poll(() => panel.getByRole('textbox', { name: 'Title' }).inputValue(), { timeout: 60_000 })
      .toBe('Quay');
    await other.close();

    await panel.getByRole('button', { name: 'Generate' }).click();
    await panel
      .getByText(/Making a take: /)
      .first()
      .waitFor();
    await workbench.runCommand('File: Save');
    await workbench.runCommand('View: Show Explorer');
    await workbench.chooseInMenu(workbench.explorerItem('harbour.leitmotif'), /^Rename/);
    await page.locator('.explorer-item-edited input').fill('quay.leitmotif');
    await page.keyboard.press('Enter');
    await workbench.tab('quay.leitmotif').waitFor();
    panel = await cuePanel(workbench);
    await untilTakes(panel, kept + 1);
    await workbench.runCommand('File: Save');
    await untilTrue(
      'the take in the renamed cue',
      () => readCueFile(folder, 'quay.leitmotif').takes.length === kept + 1,
    );
    expect(existsSync(join(folder, 'harbour.leitmotif'))).toBe(false);
    await workbench.screenshot('renamed-dark');
  });
});

describeInEditor('bad input', (open) => {
  it('is told, each with what to do, and no spinner is left', async () => {
    const cue = (path: string) =>
      JSON.stringify(
        { leitmotif: 1, conditions: [{ kind: 'image', id: 'image', path, weight: 1 }] },
        null,
        2,
      );
    const { workbench, folder } = await open({
      settings: { ...settings, 'workbench.colorTheme': 'Default Light Modern' },
      fill: (into) => {
        writeFileSync(join(into, 'broken.leitmotif'), '{ "leitmotif": 1, "conditions": 7, oh }');
        writeFileSync(join(into, 'gone.leitmotif'), cue('nowhere.png'));
        writeFileSync(join(into, 'liar.png'), 'I am a text.');
        writeFileSync(join(into, 'large.tiff'), largeTiff(50));
        cpSync(join(into, 'harbour.jpg'), join(into, 'blocked.jpg'));
      },
    });
    await workbench.openFile('broken.leitmotif');
    const broken = await workbench.panel('#unreadable');
    await broken.getByText('This document cannot be read as a cue').waitFor();
    await workbench.screenshot('broken-light');
    await broken.getByRole('button', { name: 'Open as Text' }).click();
    await workbench.page.locator('.view-line').filter({ hasText: 'oh' }).waitFor();
    await workbench.closeEditors();

    await workbench.openFile('gone.leitmotif');
    let panel = await cuePanel(workbench);
    await panel.getByRole('button', { name: 'Locate…' }).waitFor();
    await panel.getByRole('button', { name: 'Generate' }).click();
    await panel.getByRole('alert').waitFor({ timeout: takeLimit });
    await untilIdle(panel);
    await workbench.screenshot('missing-image-light');
    await workbench.closeEditors();

    await workbench.chooseInMenu(workbench.explorerItem('liar.png'), 'Compose from Image');
    panel = await cuePanel(workbench);
    await panel.getByRole('alert').waitFor({ timeout: takeLimit });
    await untilIdle(panel);
    await workbench.screenshot('not-an-image-light');
    await workbench.closeEditors();

    await workbench.runCommand('View: Show Explorer');
    await workbench.chooseInMenu(workbench.explorerItem('large.tiff'), 'Compose from Image');
    panel = await cuePanel(workbench);
    await untilTakes(panel, 1);
    await workbench.screenshot('large-image-light');

    for (const take of takeFolders(folder)) rmSync(take, { recursive: true });
    await panel
      .getByText(/Generate again|cannot be read|is missing|not there|gone/i)
      .first()
      .waitFor();
    await workbench.screenshot('deleted-take-light');
    await panel.getByRole('button', { name: 'Generate' }).click();
    await untilTakes(panel, 2);
    await workbench.closeEditors();

    // A file where the folder of takes should be: nothing can be written there, whoever one is.
    rmSync(join(folder, 'takes'), { recursive: true });
    writeFileSync(join(folder, 'takes'), '');
    await workbench.runCommand('View: Show Explorer');
    await workbench.chooseInMenu(workbench.explorerItem('blocked.jpg'), 'Compose from Image');
    panel = await cuePanel(workbench);
    await panel.getByRole('alert').waitFor({ timeout: takeLimit });
    await untilIdle(panel);
    await workbench.screenshot('unwritable-light');
    expect(await panel.getByRole('alert').innerText()).toMatch(/\S+\. .*\S/s);
  });
});
