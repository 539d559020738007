/** `leitmotif bridge daws | connect | send | monitor | install | uninstall`: the bridge without an editor, until Ctrl-C where it is to stay. */
import { exitCodes } from '../../bridge/protocol/errors.ts';
import { examples, exitCodeHelp } from './helpText.ts';
import type { Command } from 'commander';
import type { ScriptOptions } from './bridgeScripts.ts';
import type { ClipOptions, LineOptions } from './bridgeOptions.ts';
import type { CommandContext } from './commandLine.ts';

interface Printed {
  json?: true;
}

/** Adds `bridge` and its commands. */
export function addBridge(program: Command, context: CommandContext, finish: (code: number) => void): void {
  const bridge = program
    .command('bridge')
    .description('Speak to a DAW: OSC, MIDI, clips, live sound.')
    .addHelpText('after', `${examples.bridge}${exitCodeHelp}`);
  addOne(
    bridge,
    'daws',
    'All DAWs, how they are set up, and whether we ran them or read their sources.',
  ).action(async (options: Printed) => {
    const { dawsCommand } = await import('./bridgeWork.ts');
    finish(await dawsCommand(options, context));
  });
  addLine(addOne(bridge, 'connect', 'Open a line, test it, say what works, and stay until Ctrl-C.'))
    .option('--test', 'end after the test')
    .action(async (options: LineOptions & Printed & { test?: true }) => {
      const { connectCommand } = await import('./bridgeWork.ts');
      finish(await connectCommand(options, context));
    });
  addClip(addLine(addOne(bridge, 'send <take.json>', 'Send a take, or a part of it, to a DAW.'))).action(
    async (path: string, options: LineOptions & ClipOptions & Printed) => {
      const { sendCommand } = await import('./bridgeWork.ts');
      finish(await sendCommand(path, options, context));
    },
  );
  addOne(bridge, 'monitor [take.json]', 'Serve the monitor page, with a take playing, until Ctrl-C.').action(
    async (path: string | undefined, options: Printed) => {
      const { monitorCommand } = await import('./bridgeWork.ts');
      finish(await monitorCommand(path, options, context));
    },
  );
  addInstall(bridge, context, finish);
  bridge.action(() => {
    bridge.outputHelp();
    finish(exitCodes.usage);
  });
}

function addInstall(bridge: Command, context: CommandContext, finish: (code: number) => void): void {
  const sentences = {
    install: 'Put our script for a DAW (ableton, reaper, ardour) where it looks; list them without a name.',
    uninstall: 'Take our script for a DAW away again.',
  };
  for (const action of ['install', 'uninstall'] as const) {
    addOne(bridge, action === 'install' ? 'install [daw]' : 'uninstall <daw>', sentences[action])
      .option('--yes', 'agree to the change of files without being asked')
      .option('--folder <path>', 'folder in which the DAW looks for scripts (default: its usual one)')
      .action(async (daw: string | undefined, options: ScriptOptions) => {
        const { scriptsCommand } = await import('./bridgeScripts.ts');
        finish(await scriptsCommand(action, daw, options, context));
      });
  }
}

function addOne(bridge: Command, usage: string, description: string): Command {
  return bridge
    .command(usage)
    .description(description)
    .option('--json', 'print one JSON object on standard output and nothing else there')
    .addHelpText('after', `${examples.bridge}${exitCodeHelp}`);
}

function addLine(command: Command): Command {
  return command
    .requiredOption('--daw <name>', 'ableton, reaper, bitwig, ardour, osc or midi')
    .option('--port <port>', 'UDP port at which the DAW hears (default: its own)')
    .option('--answers <port>', 'UDP port at which it answers; with osc, the one at which we hear (9310)')
    .option('--peer <host:port>', 'with osc: where the other program hears')
    .option('--midi <where>', 'with midi: auto, virtual, network, or the name of a port');
}

function addClip(command: Command): Command {
  return command
    .option('--what <kind>', 'midi, audio or both', 'both')
    .option('--stems', 'every role on a track of its own')
    .option('--roles <names>', 'these roles alone, with commas between')
    .option('--bars <from-to>', 'these bars of the take alone')
    .option('--bar <number>', 'bar of the project that it goes to (default: the playhead)')
    .option('--track <name>', 'track that is used or made')
    .option('--match-tempo', 'the project takes tempo and meter of the take');
}
