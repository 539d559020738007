/** `leitmotif packs list | install | verify | remove`. Nothing of Leitmotif asks the network but `install`. */
import { join } from 'node:path';
import { exitCodes } from '../../bridge/protocol/errors.ts';
import { findInstallation } from '../takes/installation.ts';
import { askConsent } from './askConsent.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import { installText, listText, megabytes, questionText, verdictsText } from './packsText.ts';
import type { Command } from 'commander';
import type { PackProgress, PackProgressListener } from '../../bridge/protocol/packListing.ts';
import type { PackPlaces } from '../runtime/packs/packPlaces.ts';
import type { CommandContext } from './commandLine.ts';
import type { Terminal } from './terminal.ts';

/** Options as commander hands them over. */
export interface PacksOptions {
  dir?: string;
  from?: string;
  yes?: true;
  json?: true;
}

/** Adds `packs` and its four commands. */
export function addPacks(program: Command, context: CommandContext, finish: (code: number) => void): void {
  const packs = program
    .command('packs')
    .description('List, install, verify and remove packs of weights.')
    .addHelpText('after', `${examples.packs}${exitCodeHelp}`);
  addOne(packs, 'list', 'All packs, with size, licence and whether the music may be sold.').action(
    async (options: PacksOptions) => {
      finish(await listCommand(options, context));
    },
  );
  addOne(packs, 'install <id>', 'Fetch a pack, after asking; an interrupted download is resumed.')
    .option('--from <folder>', 'take the files from a folder instead of the network')
    .option('--yes', 'agree without being asked')
    .action(async (id: string, options: PacksOptions) => {
      finish(await installCommand(id, options, context));
    });
  addOne(packs, 'verify [id]', 'Read every byte and hold it against the recorded hashes.').action(
    async (id: string | undefined, options: PacksOptions) => {
      finish(await verifyCommand(id, options, context));
    },
  );
  addOne(packs, 'remove <id>', 'Remove an installed pack, or what an interrupted download left.').action(
    async (id: string, options: PacksOptions) => {
      finish(await removeCommand(id, options, context));
    },
  );
}

function addOne(packs: Command, usage: string, description: string): Command {
  return packs
    .command(usage)
    .description(description)
    .option(
      '--dir <folder>',
      'where installed packs lie; LEITMOTIF_PACKS says it too, and install records it',
    )
    .option('--json', 'print one JSON object on standard output and nothing else there')
    .addHelpText('after', `${examples.packs}${exitCodeHelp}`);
}

/** Where this installation keeps packs and manifests. */
export function packPlaces(dir: string | undefined): PackPlaces {
  const { packs } = findInstallation();
  return { bundled: packs, manifests: join(packs, 'hub'), dir };
}

async function listCommand(options: PacksOptions, { terminal }: CommandContext): Promise<number> {
  const { listPacks } = await import('../runtime/packs/listPacks.ts');
  const listings = await listPacks(packPlaces(options.dir));
  terminal.out(options.json === true ? json(listings) : listText(listings));
  return exitCodes.ok;
}

async function installCommand(id: string, options: PacksOptions, context: CommandContext): Promise<number> {
  const { terminal, signal } = context;
  const { installPack } = await import('../runtime/packs/installPack.ts');
  const shown = shownProgress(terminal);
  try {
    const installed = await installPack(id, {
      manifests: packPlaces(undefined).manifests,
      dir: options.dir,
      from: options.from,
      consent: (question) => {
        const subject = `packs install ${question.manifest.id}, ${megabytes(question)}`;
        return askConsent({ text: questionText(question), subject }, options, context);
      },
      progress: shown.report,
      signal,
    });
    shown.end();
    terminal.out(options.json === true ? json(installed) : installText(installed));
    return exitCodes.ok;
  } finally {
    shown.end();
  }
}

async function verifyCommand(
  id: string | undefined,
  options: PacksOptions,
  { terminal, signal }: CommandContext,
): Promise<number> {
  const { verifyPacks } = await import('../runtime/packs/verifyPacks.ts');
  const shown = shownProgress(terminal);
  try {
    const verdicts = await verifyPacks({ ...packPlaces(options.dir), id, progress: shown.report, signal });
    shown.end();
    terminal.out(options.json === true ? json({ packs: verdicts }) : verdictsText(verdicts));
    return verdicts.every(({ isWhole }) => isWhole) ? exitCodes.ok : exitCodes.unavailable;
  } finally {
    shown.end();
  }
}

async function removeCommand(
  id: string,
  options: PacksOptions,
  { terminal }: CommandContext,
): Promise<number> {
  const { removePack } = await import('../runtime/packs/removePack.ts');
  const removed = await removePack(id, packPlaces(options.dir));
  terminal.out(
    options.json === true ? json(removed) : `Removed ${id}: ${megabytes(removed)} are free again.\n`,
  );
  return exitCodes.ok;
}

/** Progress on standard error: one line written over on a terminal, else nothing but the files by name. */
export function shownProgress(terminal: Terminal): { report: PackProgressListener; end: () => void } {
  let last = -Infinity;
  let file = '';
  return {
    report: (progress) => {
      const isNew = progress.file !== file;
      const now = performance.now();
      if (!isNew && (!terminal.canRewrite || now - last < 100)) return;
      file = progress.file;
      last = now;
      const text = progressText(progress);
      terminal.err(terminal.canRewrite ? `\r\x1b[K${text.slice(0, terminal.width - 1)}` : `${text}\n`);
    },
    end: () => {
      if (file !== '' && terminal.canRewrite) terminal.err('\r\x1b[K');
      file = '';
    },
  };
}

const doing: Readonly<Record<PackProgress['stage'], string>> = {
  ask: 'Asking for',
  download: 'Fetching',
  copy: 'Copying',
  verify: 'Verifying',
};

function progressText({ stage, file, bytes, of }: PackProgress): string {
  const share = of === undefined || of === 0 ? '' : ` ${Math.floor((100 * bytes) / of)} %`;
  const amount =
    stage === 'ask'
      ? ''
      : ` ${megabytes({ bytes })}${of === undefined ? '' : ` of ${megabytes({ bytes: of })}`}`;
  return `${doing[stage]} ${file}${amount}${share}`;
}

function json(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
