/** What commands work with, and what one is. */
import type { CueSessions } from '../cue/cueSessions.ts';
import type { Logs } from '../logs.ts';
import type { Player } from '../player/player.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';
import type { PacksView } from '../views/packsView.ts';

/** The parts of the extension that commands reach. */
export interface CommandParts {
  readonly sessions: CueSessions;
  readonly player: Player;
  readonly sidecar: Sidecar;
  readonly packs: PacksView;
  readonly logs: Logs;
}

/**
 * One command. Its arguments are what a menu, a tree, a CodeLens or another command passes, and so of any type. What it
 * throws is shown in one place.
 */
export type Command = (parts: CommandParts, ...given: unknown[]) => Promise<unknown>;
