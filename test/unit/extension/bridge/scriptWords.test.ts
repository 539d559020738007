import { expect, it } from 'vitest';
import { scriptQuestion } from '../../../../extension/bridge/scriptWords.ts';
import { english } from '../views/english.ts';
import type { DawScripts } from '../../../../bridge/protocol/bridge.ts';

const script: DawScripts = {
  daw: 'ardour',
  title: 'Ardour',
  folder: '/home/a/.config/ardour7/scripts',
  files: [
    { path: '/home/a/.config/ardour7/scripts/leitmotif_ardour.lua', state: 'absent' },
    { path: '/home/a/.config/ardour7/ui_scripts', state: 'foreign' },
  ],
  isInstalled: false,
  next: [],
};

it('shows every file before it is written, and that what is not ours stays', () => {
  expect(scriptQuestion('install', script, english)).toEqual({
    question: 'Put our script for Ardour where it looks for scripts?',
    detail: [
      '/home/a/.config/ardour7/scripts',
      '',
      '/home/a/.config/ardour7/scripts/leitmotif_ardour.lua: new',
      '/home/a/.config/ardour7/ui_scripts: somebody else’s, stays as it is',
    ].join('\n'),
  });
});

it('shows what is removed and what stays', () => {
  const files = script.files.map(({ path }, i) => ({ path, state: i === 0 ? 'ours' : 'changed' }) as const);
  const { question, detail } = scriptQuestion('uninstall', { ...script, files }, english);
  expect(question).toBe('Take our script for Ardour away?');
  expect(
    detail
      .split('\n')
      .slice(2)
      .map((line) => line.split(': ')[1]),
  ).toEqual(['is removed', 'somebody else’s, stays as it is']);
});

it('shows where files go in another folder, of which nobody knows what is there', () => {
  const { detail } = scriptQuestion('install', script, english, '/mnt/scripts');
  expect(detail.split('\n')).toEqual([
    '/mnt/scripts',
    '',
    '/mnt/scripts/leitmotif_ardour.lua',
    '/mnt/ui_scripts',
  ]);
});
