/** Who works with the director of a performance, and how it is played. */
import type { NoteTracker } from '../midi/noteTracker.ts';
import type { AttributeStore } from '../osc/attributeStore.ts';
import type { Tonic } from '../protocol/attributes.ts';
import type { LeitmotifError } from '../protocol/errors.ts';
import type { PerformedPhrase } from '../protocol/performance.ts';
import type { ChordChange } from '../protocol/score.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { ComingNote, SynthesizerOrder } from '../synthesizer/synthesizerMessages.ts';
import type { LookaheadScheduler } from '../transport/lookaheadScheduler.ts';
import type { Transport } from '../transport/transport.ts';
import type { ChangesAt } from './steering.ts';

/** Who works with a director. */
export interface DirectorHouse {
  store: AttributeStore;
  transport: Transport;
  scheduler: LookaheadScheduler;
  synthesizer: (order: SynthesizerOrder) => void;
  /** Decodes what notes need, the first ones first; resolves when it is done. */
  prepare: (notes: ComingNote[]) => Promise<void>;
  midi: () => NoteTracker | undefined;
  /** A phrase begins at a time by `performance.now()`; so does a chord. */
  phraseBegins: (phrase: PerformedPhrase, at: Milliseconds) => void;
  chordBegins: (chord: ChordChange, tonic: Tonic, at: Milliseconds) => void;
  problem: (error: LeitmotifError) => void;
}

/** How a performance is played. */
export interface DirectorOptions {
  leads: 'bridge' | 'daw';
  changes: ChangesAt;
}
