/** `leitmotif gpu install`: the runtime's own CUDA libraries, after asking. */
import { exitCodes } from '../../bridge/protocol/errors.ts';
import { askConsent } from './askConsent.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import { shownProgress } from './packsCommand.ts';
import { megabytes } from './packsText.ts';
import type { Command } from 'commander';
import type { GpuInstallation, GpuQuestion } from '../runtime/gpu/installGpu.ts';
import type { CommandContext } from './commandLine.ts';

interface GpuCommandOptions {
  yes?: true;
  json?: true;
}

/** Adds `gpu install`. */
export function addGpu(program: Command, context: CommandContext, finish: (code: number) => void): void {
  program
    .command('gpu')
    .description('Let packs run on an NVIDIA card.')
    .addHelpText('after', `${examples.gpu}${exitCodeHelp}`)
    .command('install')
    .description('Fetch the CUDA libraries of the runtime, after asking; an interrupted download is resumed.')
    .option('--yes', 'agree without being asked')
    .option('--json', 'print one JSON object on standard output and nothing else there')
    .addHelpText('after', `${examples.gpu}${exitCodeHelp}`)
    .action(async (options: GpuCommandOptions) => {
      finish(await gpuInstallCommand(options, context));
    });
}

async function gpuInstallCommand(options: GpuCommandOptions, context: CommandContext): Promise<number> {
  const { terminal, signal } = context;
  const { findGpuRequirement } = await import('../runtime/gpu/gpuRequirement.ts');
  const { installGpu } = await import('../runtime/gpu/installGpu.ts');
  const shown = shownProgress(terminal);
  try {
    const installed = await installGpu({
      requirement: findGpuRequirement(),
      consent: (question) => {
        const subject = `gpu install, ${megabytes(question)}`;
        return askConsent({ text: questionText(question), subject }, options, context);
      },
      progress: shown.report,
      signal,
    });
    shown.end();
    terminal.out(options.json === true ? `${JSON.stringify(installed)}\n` : installedText(installed));
    return exitCodes.ok;
  } finally {
    shown.end();
  }
}

function questionText({ name, version, bytes, url, folder }: GpuQuestion): string {
  return [
    `${name} ${version}, by the makers of the ONNX runtime (MIT)`,
    `  From: ${new URL(url).origin}, checked against the SHA-512 that it states`,
    `  Size: ${megabytes({ bytes })} to fetch; two libraries of it go to ${folder}`,
    '  It needs a driver for your card, CUDA 12 and cuDNN 9, which it does not bring.',
    '',
  ].join('\n');
}

function installedText({ files, folder }: GpuInstallation): string {
  const lines = files.map(
    (file) => `  ${file.name}  ${megabytes(file)}  sha256 ${file.sha256.slice(0, 16)}…`,
  );
  return [`Installed in ${folder}:`, ...lines, 'leitmotif doctor tries it.', ''].join('\n');
}
