/** What a measured trial of execution providers found. */

/** One provider that ran a pack's reference input and gave the CPU's answer. */
export interface ProviderTrial {
  readonly provider: string;
  /** Milliseconds to open the model. */
  readonly openMs: number;
  /** Milliseconds of one run: the median of five after two that warm up, for hub packs of three after one. */
  readonly runMs: number;
  /** Least cosine between its outputs and the CPU's. */
  readonly cosine: number;
}

/** The provider for a pack, and how it came to be. */
export interface ChosenProvider {
  readonly provider: string;
  /** The measurements, fastest first; the CPU's is always among them. Empty where the CPU was asked for. */
  readonly trials: readonly ProviderTrial[];
  /** Providers that were wanted and are not used, with the reason. */
  readonly refused: readonly { readonly provider: string; readonly reason: string }[];
  /** True where an earlier trial on this very machine was taken. */
  readonly isRemembered: boolean;
}
