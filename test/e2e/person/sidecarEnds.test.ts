import { expect, it } from 'vitest';
import { describeInEditor } from '../editor/describeInEditor.ts';
import { untilTrue } from '../editor/untilTrue.ts';
import { isRunning, sidecarProcesses } from './sidecarProcesses.ts';

describeInEditor('the sidecar', (open) => {
  it('ends with its window', async () => {
    const { workbench, server } = await open();
    await workbench.runCommand('Leitmotif: Restart Sidecar');
    const ours = await untilTrue('a sidecar runs', () => {
      const pids = sidecarProcesses(server.pid);
      return pids.length > 0 && pids;
    });
    await workbench.close();
    await untilTrue('no sidecar runs', () => !ours.some(isRunning));
    expect(ours.filter(isRunning)).toEqual([]);
  });
});
