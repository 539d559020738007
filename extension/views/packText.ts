/** A pack in words: what its line, its tooltip and the question before its download say. */
import type { PackListing, PackState } from '../../bridge/protocol/packListing.ts';
import type { Words } from '../l10n/words.ts';

/** Bytes as a person reads them, in powers of ten as disks are sold: `606 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let at = 0;
  // Not 1000 MB, which rounding would make of 999.7.
  for (; value >= 999.5 && at < units.length - 1; at++) value /= 1000;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[at]}`;
}

/** Size of a pack; `about` where its origin publishes rounded lengths. */
export function packSize({ bytes, isRounded }: PackListing): string {
  return `${isRounded ? '≈ ' : ''}${sizeText(bytes)}`;
}

/** The line beside its title. */
export function packDescription(pack: PackListing, l10n: Words): string {
  const words = [packSize(pack), pack.licence.weights];
  return [...words, ...(pack.state === 'available' ? [] : [stateText(pack.state, l10n)])].join(' · ');
}

function stateText(state: PackState, l10n: Words): string {
  switch (state) {
    case 'bundled':
      return l10n.t('included');
    case 'installed':
      return l10n.t('installed');
    case 'partial':
      return l10n.t('download stopped');
    case 'available':
      return l10n.t('can be installed');
    case 'broken':
      return l10n.t('broken');
  }
}

/** All that is known of it, as lines. */
export function packLines(pack: PackListing, l10n: Words): string[] {
  const { purpose, licence, commercialUse, musicMayBeSold, origin, folder } = pack;
  return [
    purpose,
    l10n.t('Size: {0}', packSize(pack)),
    l10n.t('Licence: {0} (weights), {1} (code)', licence.weights, licence.code),
    commercialUse ? l10n.t('Commercial use: yes') : l10n.t('Commercial use: no'),
    l10n.t('May music made with it be sold? {0}', musicMayBeSold),
    l10n.t('Origin: {0}', origin),
    ...(folder === undefined ? [] : [l10n.t('Folder: {0}', folder)]),
  ];
}

/** Progress in words: `42 % of 606 MB`, or what is there where the whole is not known. */
export function progressText(step: number, of: number | undefined, l10n: Words): string {
  if (of === undefined || of <= 0) return sizeText(step);
  return l10n.t('{0} % of {1}', Math.floor((100 * Math.min(step, of)) / of), sizeText(of));
}
