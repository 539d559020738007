/** How whoever starts the bridge has Node run it: it plays for hours and shall keep its size. */
export interface BridgeRuntime {
  /**
   * Before the name of the program.
   *
   * - V8 makes room for short-lived objects as long as a program runs, 16 MB twice over, and gives none of it back. The bridge makes many
   *   and keeps few: with an eighth of that room it collects more often, a few tenths of a millisecond each.
   * - Of what survives, V8 lets garbage gather until the old objects of a thread have grown by a third, 8 MB at least, which takes an
   *   hour here. Told to grow by a twentieth, 2 MB at least, it collects every few minutes, mostly on threads of its own.
   */
  readonly nodeOptions: readonly string[];
  /**
   * Beside what is there. The GNU C library keeps an arena for every thread that allocates, and in each what others have freed: two are
   * enough, and what is large (128 KiB) goes back to the system as soon as it is free. Other systems do not read these.
   */
  readonly environment: Readonly<Record<string, string>>;
}

/** See {@link BridgeRuntime}. */
export const bridgeRuntime: BridgeRuntime = {
  nodeOptions: ['--max-semi-space-size=2', '--optimize-for-size', '--heap-growing-percent=5'],
  environment: { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072' },
};
