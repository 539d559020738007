import type { ChorusProcessor, ChorusProcessorSnapshot } from 'spessasynth_core';

/** The chorus of a part that sends nothing to one: costs nothing. */
export class SilentChorus implements ChorusProcessor {
  level = 0;
  preLowpass = 0;
  feedback = 0;
  delay = 0;
  rate = 0;
  depth = 0;
  sendLevelToReverb = 0;
  sendLevelToDelay = 0;

  /** Adds nothing. */
  process(): void {
    // A part without a chorus send has nothing to process.
  }

  /** What the synthesizer's snapshots ask for. */
  getSnapshot(): ChorusProcessorSnapshot {
    const { level, preLowpass, feedback, delay, rate, depth, sendLevelToReverb, sendLevelToDelay } = this;
    return { level, preLowpass, feedback, delay, rate, depth, sendLevelToReverb, sendLevelToDelay };
  }
}
