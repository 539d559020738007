/** The execution providers that Leitmotif can use, by the names that the runtime knows. */

/** From the most to the least particular. */
export const providerNames = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'] as const;

/** One of the {@link providerNames}. */
export type ProviderName = (typeof providerNames)[number];

/** What a person may choose: one provider, or that the fastest be found. */
export const providerChoices = ['auto', ...providerNames] as const;

/** One of the {@link providerChoices}. */
export type ProviderChoice = (typeof providerChoices)[number];

/** Those that the runtime's builds for a platform can have at all, the CPU last. */
export function platformProviders(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
): ProviderName[] {
  const own: Partial<Record<NodeJS.Platform, ProviderName[]>> = {
    linux: arch === 'x64' ? ['cuda', 'webgpu'] : [],
    win32: ['dml', 'webgpu'],
    darwin: ['coreml', 'webgpu'],
  };
  return [...(own[platform] ?? []), 'cpu'];
}
