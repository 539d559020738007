import { expect, it } from 'vitest';
import { packDescription, packLines, progressText, sizeText } from '../../../../extension/views/packText.ts';
import { english } from './english.ts';
import type { PackListing } from '../../../../bridge/protocol/packListing.ts';

const pack: PackListing = {
  id: 'clip',
  state: 'available',
  title: 'CLIP',
  purpose: 'Reads pictures.',
  bytes: 155_825_834,
  isRounded: true,
  licence: { code: 'MIT', weights: 'MIT' },
  commercialUse: true,
  musicMayBeSold: 'Yes.',
  origin: 'a hub',
};

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [155_825_834, '156 MB'],
  [999_700_000, '1.0 GB'],
  [2_500_000_000_000, '2.5 TB'],
])('%d bytes', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

it('says size and licence first', () => {
  expect(packDescription(pack, english)).toBe('≈ 156 MB · MIT');
  expect(packDescription({ ...pack, state: 'partial', isRounded: false }, english)).toBe(
    '156 MB · MIT · download stopped',
  );
  expect(packLines(pack, english)).toContain('May music made with it be sold? Yes.');
  expect(packLines({ ...pack, folder: '/packs/clip' }, english).at(-1)).toBe('Folder: /packs/clip');
});

it('never says more than all', () => {
  expect(progressText(70, 200, english)).toBe('35 % of 200 B');
  expect(progressText(300, 200, english)).toBe('100 % of 200 B');
  expect(progressText(5000, undefined, english)).toBe('5.0 kB');
  expect(progressText(5000, 0, english)).toBe('5.0 kB');
});
