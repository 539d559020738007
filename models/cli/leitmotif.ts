#!/usr/bin/env node
/** The command line: `leitmotif compose harbour.jpg --story "…"`. Prints, catches signals, ends with an exit code. */
import { discardOpenTakeFolders } from '../takes/takeFolder.ts';
import { runCommandLine } from './commandLine.ts';
import { reportFailure } from './reportFailure.ts';
import { watchSignals } from './watchSignals.ts';
import { processTerminal } from './terminal.ts';

const args = process.argv.slice(2);
const terminal = processTerminal();
// Whatever ends this process, no half-written folder stays behind.
process.on('exit', discardOpenTakeFolders);
process.on('uncaughtException', (error) => {
  process.exit(reportFailure(error, args, terminal));
});

const watch = watchSignals();
const code = await runCommandLine(args, terminal, watch.signal);
await terminal.flush();
process.exit(watch.exitCode() ?? code);
