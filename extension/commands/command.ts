/** What commands work with, and what one is. */
import type { Bridge } from '../bridge/bridge.ts';
import type { Performing } from '../bridge/performing.ts';
import type { CueSessions } from '../cue/cueSessions.ts';
import type { Logs } from '../logs.ts';
import type { Program } from '../processes/startProgram.ts';
import type { Player } from '../player/player.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';
import type { PacksView } from '../views/packsView.ts';

/** The parts of the extension that commands reach. */
export interface CommandParts {
  readonly sessions: CueSessions;
  readonly player: Player;
  readonly sidecar: Sidecar;
  readonly bridge: Bridge;
  readonly performing: Performing;
  readonly packs: PacksView;
  readonly logs: Logs;
  /** Our command line as this window starts it. @throws LeitmotifError where nothing may or can be started */
  readonly commandLine: () => Promise<Program>;
}

/**
 * One command. Its arguments are what a menu, a tree, a CodeLens or another command passes, and so of any type. What it
 * throws is shown in one place.
 */
export type Command = (parts: CommandParts, ...given: unknown[]) => Promise<unknown>;
