/** The networks of the musflow engine on the provider that a person asks for; each pack where it was measured to run right. */
import { openMusflowNetworks } from '../../engines/musflow/networks/musflowNetworks.ts';
import { PackStore } from '../../runtime/packStore.ts';
import { chooseProvider } from '../../runtime/providers/chooseProvider.ts';
import type { MusflowNetworks } from '../../engines/musflow/networks/musflowNetworks.ts';
import type { RefusedProvider } from '../../runtime/inferenceSession.ts';
import type { ProviderChoice } from '../../runtime/providers/providerNames.ts';

/**
 * Opens the five packs of a folder; `onRefused` hears of providers that were wanted and do not run, whose work the CPU does.
 *
 * @throws LeitmotifError as {@link openMusflowNetworks} does, and `runtime-unavailable`
 */
export function openMusflowOn(
  folder: string,
  provider: ProviderChoice,
  onRefused: (refused: readonly RefusedProvider[]) => void,
): Promise<MusflowNetworks> {
  return openMusflowNetworks(new PackStore(folder), {
    sessionOptions: async (pack) => {
      const chosen = await chooseProvider(pack, provider);
      onRefused(chosen.refused);
      return { executionProviders: chosen.provider === 'cpu' ? ['cpu'] : [chosen.provider, 'cpu'] };
    },
  });
}
