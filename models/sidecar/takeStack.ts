/** What the take child makes sound with: render threads and SoundFont for ever, the musflow networks on the provider that was asked last. */
import { loadSoundFont } from '../rendering/soundFont.ts';
import { RenderPool } from '../rendering/renderPool.ts';
import { findInstallation } from '../takes/installation.ts';
import { loadOnce } from '../takes/loadOnce.ts';
import { openMusflowOn } from '../takes/musflow/openMusflowOn.ts';
import type { RefusedProvider } from '../runtime/inferenceSession.ts';
import type { ProviderChoice } from '../runtime/providers/providerNames.ts';
import type { SoundStack } from '../takes/stack.ts';

/** One at a time: networks are large, and a client seldom changes its mind. */
export class TakeStack {
  readonly renderPool = new RenderPool();
  readonly soundFont = loadOnce(() => loadSoundFont(findInstallation().soundFont));
  #provider: ProviderChoice = 'cpu';
  #musflow = loadOnce(() => this.#open());
  #refused: RefusedProvider[] = [];

  /** Providers that were wanted for the networks that are open, and refused, with the reasons. */
  get refused(): readonly RefusedProvider[] {
    return this.#refused;
  }

  /** The stack on a provider. Native code comes into this process with the first take of the musflow engine, and not before. */
  async on(provider: ProviderChoice = 'cpu'): Promise<SoundStack> {
    if (provider !== this.#provider) {
      await this.#closeMusflow();
      this.#provider = provider;
      this.#refused = [];
      this.#musflow = loadOnce(() => this.#open());
    }
    const { renderPool, soundFont } = this;
    return { renderPool, soundFont, musflow: this.#musflow, warmUp: () => undefined };
  }

  /** Ends threads and networks. */
  async close(): Promise<void> {
    await Promise.all([this.renderPool.close(), this.#closeMusflow()]);
  }

  async #open(): ReturnType<typeof openMusflowOn> {
    this.#refused = [];
    return openMusflowOn(findInstallation().musflow, this.#provider, (refused) => {
      const isNew = ({ provider }: RefusedProvider): boolean =>
        this.#refused.every((known) => known.provider !== provider);
      this.#refused.push(...refused.filter(isNew));
    });
  }

  async #closeMusflow(): Promise<void> {
    const networks = await this.#musflow.loaded()?.catch(() => undefined);
    await networks?.close();
  }
}
