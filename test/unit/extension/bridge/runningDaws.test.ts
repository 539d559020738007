import { expect, it } from 'vitest';
import { dawsAmong, runningDaws } from '../../../../extension/bridge/runningDaws.ts';

it('knows programs by their names', () => {
  expect([...dawsAmong(['Ableton Live 12 Suite.exe', 'reaper.exe', 'explorer.exe'])]).toEqual([
    'ableton',
    'reaper',
  ]);
  expect([...dawsAmong(['/Applications/Ableton Live 12.app/Contents/MacOS/Live'])]).toEqual(['ableton']);
  expect([...dawsAmong(['ardour-7.3.0~ds0', 'BitwigStudio', 'sclang'])]).toEqual(['bitwig', 'ardour', 'osc']);
  expect([...dawsAmong(['livestreamer', 'pdftotext', 'maxima', 'node', ''])]).toEqual([]);
});

it('asks the system, and never fails', async () => {
  expect(await runningDaws()).toBeInstanceOf(Set);
  expect(await runningDaws(process.platform === 'win32' ? 'linux' : 'win32')).toBeInstanceOf(Set);
});
