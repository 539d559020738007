/** Packs for the terminal. */
import { textTable } from './textTable.ts';
import type { PackListing, PackListings, PackVerdict } from '../../bridge/protocol/packListing.ts';
import type { Installation, InstallQuestion } from '../runtime/packs/installPack.ts';

/** Megabytes of 10^6 bytes, as disks are sold and hubs count. */
export function megabytes({ bytes, isRounded }: { bytes: number; isRounded?: boolean }): string {
  const value =
    bytes < 1e6 ? `${(bytes / 1e6).toFixed(bytes === 0 ? 0 : 2)} MB` : `${Math.round(bytes / 1e6)} MB`;
  return isRounded === true ? `about ${value}` : value;
}

/** The list. */
export function listText({ packs, directory, chosenBy, bytesUsed, bytesFree }: PackListings): string {
  const rows = packs.map((pack) => [pack.id, pack.state, megabytes(pack), pack.licence.weights, pack.title]);
  const free = bytesFree === undefined ? '' : `, ${megabytes({ bytes: bytesFree })} free`;
  return [
    textTable(rows),
    '',
    ...packs.map(saleText),
    '',
    `Installed packs lie in ${directory} (${chosen[chosenBy]}): ${megabytes({ bytes: bytesUsed })} used${free}.`,
    '',
  ].join('\n');
}

const chosen: Readonly<Record<PackListings['chosenBy'], string>> = {
  option: '--dir',
  environment: 'LEITMOTIF_PACKS',
  setting: 'as you chose',
  default: 'the usual place',
};

function saleText(pack: PackListing): string {
  return `${pack.id}: ${pack.purpose}\n  May the music be sold? ${pack.musicMayBeSold}`;
}

/** What is said before the question. */
export function questionText(question: InstallQuestion): string {
  const { manifest, directory, from, bytesFree } = question;
  const { origin, licence } = manifest;
  const unknown = manifest.files.filter(({ sha256 }) => sha256 === undefined).length;
  return [
    `${manifest.title} (${manifest.id})`,
    `  For: ${manifest.purpose}`,
    `  From: ${from ?? `${origin.hub}/${origin.repository} at ${origin.revision.slice(0, 12)}`}`,
    `  Size: ${megabytes(question)} in ${manifest.files.length} files, into ${directory}`,
    ...(bytesFree === undefined ? [] : [`  Free there: ${megabytes({ bytes: bytesFree })}`]),
    `  Licence: code ${licence.code}, weights ${licence.weights}, says ${licence.statedBy}`,
    `  May the music be sold? ${manifest.musicMayBeSold}`,
    ...(unknown === 0
      ? []
      : [
          `  Hashes: ${unknown} files have no published one; what the origin states, else what comes first, is recorded and checked ever after.`,
        ]),
    '',
  ].join('\n');
}

/** What an installation did. */
export function installText({ record, folder, isNew, received }: Installation): string {
  const bytes = record.files.reduce((sum, file) => sum + file.bytes, 0);
  if (!isNew)
    return `${record.manifest.id} is installed already in ${folder}; leitmotif packs verify checks it.\n`;
  const recorded = record.files.filter(({ trust }) => trust === 'first-use').length;
  const trust = recorded === 0 ? '' : ` The hashes of ${recorded} files were recorded now.`;
  const came = record.source === 'origin' ? `, ${megabytes({ bytes: received })} of it fetched now` : '';
  return `Installed ${record.manifest.id} in ${folder}: ${megabytes({ bytes })}${came}.${trust}\n`;
}

/** What verification found. */
export function verdictsText(verdicts: readonly PackVerdict[]): string {
  const rows = verdicts.map(({ id, isWhole, bytes, problem, firstUse }) => [
    id,
    isWhole ? 'whole' : 'broken',
    megabytes({ bytes }),
    problem ?? (firstUse.length === 0 ? 'as published' : `${firstUse.length} files as first recorded`),
  ]);
  return `${textTable(rows)}\n`;
}
