/** A pack in words: what its line, its tooltip and the question before its download say. */
import type { PackListing, PackState } from '../../bridge/protocol/packListing.ts';

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

const states: Record<PackState, string> = {
  bundled: 'included',
  installed: 'installed',
  partial: 'download stopped',
  available: 'can be installed',
  broken: 'broken',
};

/** The line beside its title. */
export function packDescription(pack: PackListing): string {
  const words = [packSize(pack), pack.licence.weights];
  return [...words, ...(pack.state === 'available' ? [] : [states[pack.state]])].join(' · ');
}

/** All that is known of it, as lines. */
export function packLines(pack: PackListing): string[] {
  const { purpose, licence, commercialUse, musicMayBeSold, origin, folder } = pack;
  return [
    purpose,
    `Size: ${packSize(pack)}`,
    `Licence: ${licence.weights} (weights), ${licence.code} (code)`,
    `Commercial use: ${commercialUse ? 'yes' : 'no'}`,
    `May music made with it be sold? ${musicMayBeSold}`,
    `Origin: ${origin}`,
    ...(folder === undefined ? [] : [`Folder: ${folder}`]),
  ];
}

/** Progress in words: `42 % of 606 MB`, or what is there where the whole is not known. */
export function progressText(step: number, of: number | undefined): string {
  if (of === undefined || of <= 0) return sizeText(step);
  return `${Math.floor((100 * Math.min(step, of)) / of)} % of ${sizeText(of)}`;
}
