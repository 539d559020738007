import { expect, it } from 'vitest';
import { describeInEditor } from '../editor/describeInEditor.ts';

describeInEditor('the activity bar', (open) => {
  it('has cues, player, packs and DAW, each with words for who sees it first', async () => {
    const { workbench } = await open();
    const { page } = workbench;
    await workbench.runCommand('Leitmotif: Focus on Cues View');
    await page.getByRole('button', { name: 'New Cue' }).first().waitFor();
    await workbench.runCommand('Leitmotif: Focus on Model Packs View');
    await page.getByRole('treeitem', { name: /CLIP ViT-B\/32.*156 MB.*MIT/ }).waitFor();
    await workbench.statusBar('Leitmotif').waitFor();
    await workbench.screenshot('packs-view');
    await workbench.runCommand('Leitmotif: Focus on DAW View');
    await page.getByText('Live to Ableton Live, REAPER, Bitwig, Ardour').first().waitFor();
    expect(await workbench.commandsFor('Leitmotif: Send Take')).not.toContain('Leitmotif: Send Take to DAW');
    await workbench.screenshot('daw-view');
  });

  it('asks with size and licence before it downloads, and a no is a no', async () => {
    const { workbench } = await open();
    const { page } = workbench;
    await workbench.runCommand('Leitmotif: Install Model Pack…');
    await workbench.pick('CLIP');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Size: ≈ 156 MB/).waitFor();
    expect(await dialog.innerText()).toMatch(/Licence: MIT[\s\S]*Origin:/);
    await workbench.screenshot('pack-consent');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await workbench.runCommand('Leitmotif: Focus on Model Packs View');
    await page.getByRole('treeitem', { name: /CLIP ViT-B\/32.*156 MB/ }).waitFor();
  });
});
