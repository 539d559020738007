/**
 * What whoever starts the bridge tells Node, before the name of the program: it plays for hours and shall keep its size.
 *
 * - V8 makes room for short-lived objects as long as a program runs, 16 MB twice over, and gives none of it back. The bridge makes many
 *   and keeps few: with an eighth of that room it collects more often, a few tenths of a millisecond each.
 * - Of what survives, V8 lets garbage gather until the old objects of a thread have grown by a third, 8 MB at least, which takes an hour
 *   here. Told to grow by a twentieth, 2 MB at least, it collects every few minutes, mostly on threads of its own.
 */
export const bridgeNodeOptions: readonly string[] = [
  '--max-semi-space-size=2',
  '--optimize-for-size',
  '--heap-growing-percent=5',
];
