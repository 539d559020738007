/** Where packs and their manifests are on this machine. */
export interface PackPlaces {
  /** The packs that came with Leitmotif. */
  readonly bundled: string;
  /** The manifests of packs that can be installed. */
  readonly manifests: string;
  /** The folder of installed packs, where told; else as found by `findPackDirectory`. */
  readonly dir?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
}
