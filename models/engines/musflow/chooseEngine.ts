/** Which engine makes a take where the person leaves it open, and why: a function of what is known of machine and packs. */
import type { Seconds } from '../../../bridge/protocol/units.ts';

/** An engine that makes takes. */
export type EngineName = 'score' | 'musflow';

/** The engine of a take, what was asked, and the reason in one clause. */
export interface EngineChoice {
  name: EngineName;
  asked: 'auto' | EngineName;
  reason: string;
}

/** What the choice depends on. */
export interface EngineFacts {
  asked: EngineChoice['asked'];
  /** Packs of the musflow engine that are not there. */
  missing: readonly string[];
  /** Whether the velocity pack's manifest says that it was measured better than the score engine with the SoundFont. */
  isBetter: boolean;
  /** Memory that is free, and what the packs and their work need, in bytes. */
  freeMemory: number;
  neededMemory: number;
  /** Seconds that 10.24 s of music took here before; undefined where nothing was made here yet. */
  secondsPerWindow: Seconds | undefined;
}

/** Slower than the music itself, nobody wants to wait for what they did not ask for. */
const mostSecondsPerWindow: Seconds = 10.24;

/** Chooses. */
export function chooseEngine(facts: EngineFacts): EngineChoice {
  const { asked } = facts;
  if (asked !== 'auto') return { name: asked, asked, reason: 'asked for' };
  const against = reasonAgainst(facts);
  if (against !== undefined) return { name: 'score', asked, reason: against };
  const pace = facts.secondsPerWindow;
  const time = pace === undefined ? 'not timed here yet' : `${pace.toFixed(1)} s for 10.24 s of music here`;
  return { name: 'musflow', asked, reason: `musflow measured better than the score engine; ${time}` };
}

function reasonAgainst(facts: EngineFacts): string | undefined {
  const { missing, isBetter, freeMemory, neededMemory, secondsPerWindow } = facts;
  if (missing.length > 0) return `musflow is not installed: ${missing.join(', ')}`;
  if (!isBetter) return 'musflow was not measured better than the score engine';
  if (freeMemory < neededMemory) {
    const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
    return `musflow needs ${megabytes(neededMemory)} of memory, and ${megabytes(freeMemory)} are free`;
  }
  if (secondsPerWindow !== undefined && secondsPerWindow > mostSecondsPerWindow) {
    return `musflow takes ${secondsPerWindow.toFixed(0)} s for 10.24 s of music on this machine`;
  }
  return undefined;
}
