import { expect, it } from 'vitest';
import { describeInEditor } from '../editor/describeInEditor.ts';
import { sidecarProcesses } from './sidecarProcesses.ts';

describeInEditor('Restricted Mode', (open) => {
  it('offers nothing that composes, starts no process, and opens cues', async () => {
    const { workbench, server } = await open({ withWorkspaceTrust: true });
    await workbench.runCommand('Leitmotif: Focus on Cues View');
    await workbench.page.getByText('To compose, trust this workspace').first().waitFor();
    const offered = await workbench.commandsFor('Leitmotif: ');
    for (const title of ['Generate Score', 'Compose from Image', 'Doctor', 'Install Model Pack']) {
      expect(offered.join('\n')).not.toContain(`Leitmotif: ${title}`);
    }
    expect(sidecarProcesses(server.pid)).toEqual([]);
    await workbench.screenshot('restricted-mode');
  });
});
