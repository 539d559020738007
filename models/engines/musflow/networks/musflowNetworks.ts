/** The five packs of the engine, opened and held against each other. */
import { InferenceSession } from '../../../runtime/inferenceSession.ts';
import { ConditioningAdapter } from './conditioningAdapter.ts';
import { musflowPackIds, musflowShape } from './packShapes.ts';
import { SoundNetworks } from './soundNetworks.ts';
import { VelocityNetwork } from './velocityNetwork.ts';
import type { AbortSignalLike } from '../../../../bridge/protocol/errors.ts';
import type { SessionOptions } from '../../../runtime/inferenceSession.ts';
import type { Pack, PackStore } from '../../../runtime/packStore.ts';
import type { MusflowManifests, MusflowPart, MusflowShape } from './packShapes.ts';

/** Everything that the engine runs. */
export interface MusflowNetworks {
  readonly packs: readonly Pack[];
  readonly shape: MusflowShape;
  /** Whether the pack was found good enough to be used without a score. */
  readonly isScoreFree: boolean;
  readonly adapter: ConditioningAdapter;
  readonly velocity: VelocityNetwork;
  readonly sound: SoundNetworks;
  /** The execution provider that runs the velocity network. */
  readonly provider: string;
  close(): Promise<void>;
}

/** How to open. */
export interface OpenOptions {
  /** How each pack is to be run; the CPU unless told. */
  sessionOptions?: (pack: Pack) => Promise<SessionOptions>;
  signal?: AbortSignalLike;
}

/**
 * Opens the engine's packs.
 *
 * @throws LeitmotifError `pack-missing` and what else opening a pack throws, `pack-incompatible` where they do not fit together
 */
export async function openMusflowNetworks(
  store: PackStore,
  { sessionOptions, signal }: OpenOptions = {},
): Promise<MusflowNetworks> {
  const parts = Object.keys(musflowPackIds) as MusflowPart[];
  const packs = new Map<MusflowPart, Pack>();
  for (const part of parts) packs.set(part, await store.open(musflowPackIds[part], { signal }));
  const manifests = Object.fromEntries([...packs].map(([part, { manifest }]) => [part, manifest]));
  const shape = musflowShape(manifests as MusflowManifests);
  const sessions = new Map<MusflowPart, InferenceSession>();
  const close = async (): Promise<void> => {
    await Promise.all([...sessions.values()].map((session) => session.close()));
  };
  try {
    for (const [part, pack] of packs) {
      const options = (await sessionOptions?.(pack)) ?? {};
      sessions.set(part, await InferenceSession.open(pack, { ...options, signal }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const sessionOf = (part: MusflowPart): InferenceSession => sessions.get(part) as InferenceSession;
  return {
    packs: [...packs.values()],
    shape,
    isScoreFree: packs.get('velocity')?.manifest.preprocessing.scoreFree === true,
    adapter: new ConditioningAdapter(sessionOf('adapters'), shape),
    velocity: new VelocityNetwork(sessionOf('velocity'), shape),
    sound: new SoundNetworks(
      { decoder: sessionOf('decoder'), vocoder: sessionOf('vocoder'), tower: sessionOf('tower') },
      shape,
    ),
    provider: sessionOf('velocity').provider,
    close,
  };
}
