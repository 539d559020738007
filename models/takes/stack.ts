/**
 * The generation stack, kept warm: packs, scene knowledge, SoundFont and render threads. One stack, two doors: the
 * command line opens one for a command, the sidecar keeps one as long as it lives.
 *
 * Nothing is loaded before it is needed, and what several need is loaded once.
 */
import { RenderPool } from '../rendering/renderPool.ts';
import { loadSoundFont } from '../rendering/soundFont.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { loadSceneKnowledge } from '../brief/sceneKnowledge.ts';
import { openAudioEncoder } from '../perception/audioEncoder.ts';
import { openImageEncoder } from '../perception/imageEncoder.ts';
import { openPitchDetector } from '../perception/pitchDetector.ts';
import { openTextEncoder } from '../perception/textEncoder.ts';
import { PackStore } from '../runtime/packStore.ts';
import { chooseProvider } from '../runtime/providers/chooseProvider.ts';
import { composeTakes } from './composeTakes.ts';
import { openContentReaders } from './contentReaders.ts';
import { loadOnce } from './loadOnce.ts';
import { openMusflowOn } from './musflow/openMusflowOn.ts';
import { PictureMemory } from './pictureMemory.ts';
import { prepareBrief } from './prepareBrief.ts';
import { ReadingMemory } from './readingMemory.ts';
import { remakeTake } from './remakeTake.ts';
import { accompanyMelody } from './accompany/accompanyMelody.ts';
import { reviseTake } from './revision/reviseTake.ts';
import { warmRenderPool } from './warmRenderPool.ts';
import type { SceneKnowledge } from '../brief/sceneKnowledge.ts';
import type { MusflowNetworks } from '../engines/musflow/networks/musflowNetworks.ts';
import type { PackAudioEncoder } from '../perception/audioEncoder.ts';
import type { PackImageEncoder } from '../perception/imageEncoder.ts';
import type { PackTextEncoder } from '../perception/textEncoder.ts';
import type { SoundFont } from '../rendering/soundFont.ts';
import type { RefusedProvider, SessionOptions } from '../runtime/inferenceSession.ts';
import type { Pack } from '../runtime/packStore.ts';
import type { ProviderChoice } from '../runtime/providers/providerNames.ts';
import type { AccompanyRequest } from './accompany/accompanyMelody.ts';
import type { ComposeRequest } from './composeTakes.ts';
import type { ContentReaders } from './contentReaders.ts';
import type { Hertz } from '../../bridge/protocol/units.ts';
import type { Installation } from './installation.ts';
import type { BriefRequest, PreparedBrief } from './prepareBrief.ts';
import type { RemadeTake, RemakeRequest } from './remakeTake.ts';
import type { RevisionRequest } from './revision/reviseTake.ts';
import type { Take } from './take.ts';

/** How hard the machine may work. */
export interface StackOptions {
  /** Threads that render; one a core unless told. */
  workers?: number;
  /** What packs run on, the CPU unless told; `auto` measures each pack once a machine. */
  provider?: ProviderChoice;
}

/** An encoder with the pack that it came from. */
export interface LoadedEncoder<E> {
  encoder: E;
  pack: Pack;
}

/** The part of a stack that turns a brief into sound. It loads native code only where `musflow` is called. */
export type SoundStack = Pick<Stack, 'soundFont' | 'renderPool' | 'warmUp' | 'musflow'>;

/** The identifiers of the packs that perception uses. */
const packIds = {
  text: 'all-minilm-l6-v2',
  image: 'efficientnet-lite0',
  audio: 'musicnn-mtt',
  pitch: 'basic-pitch',
} as const;

/** The generation stack. Call {@link close} in the end, or the process stays alive. */
export class Stack {
  /** The encoder of stories, captions and the words of pictures. */
  readonly textEncoder = loadOnce(() => this.#open(packIds.text, openTextEncoder));
  /** The encoder of pictures. */
  readonly imageEncoder = loadOnce(() => this.#open(packIds.image, openImageEncoder));
  /** The encoder of recordings; undefined where its pack is not installed. */
  readonly audioEncoder = loadOnce(() => this.#openAudioEncoder());
  /** Finds notes in recordings. */
  readonly pitchDetector = loadOnce(() => this.#open(packIds.pitch, openPitchDetector));
  /** Readers of a picture's content, where the person installed them. */
  readonly contentReaders = loadOnce(() => this.#openContentReaders());
  /** Providers that were wanted and refused so far, with the reasons; the CPU did their work. */
  readonly refused: RefusedProvider[] = [];
  /** What was read and perceived lately. */
  readonly pictures = new PictureMemory();
  readonly readings = new ReadingMemory();
  readonly knowledge: () => Promise<SceneKnowledge>;
  readonly soundFont: () => Promise<SoundFont>;
  /** Threads that render. */
  readonly renderPool: RenderPool;
  /** The networks of the musflow engine. */
  readonly musflow = loadOnce(() => this.#openMusflow());
  /** The folder of the packs of the musflow engine. */
  readonly musflowFolder: string;
  readonly #packs: PackStore;
  readonly #provider: ProviderChoice;
  #isWarm = false;

  constructor(installation: Installation, options: StackOptions = {}) {
    this.musflowFolder = installation.musflow;
    this.#packs = new PackStore(installation.packs);
    this.#provider = options.provider ?? 'cpu';
    this.renderPool = new RenderPool(options.workers);
    this.knowledge = loadOnce(() => loadSceneKnowledge(installation.knowledge));
    this.soundFont = loadOnce(() => loadSoundFont(installation.soundFont));
  }

  /** Reads conditions into a brief and stops there. */
  brief(request: BriefRequest): Promise<PreparedBrief> {
    return prepareBrief(this, request);
  }

  /** Makes takes of a cue. */
  compose(request: ComposeRequest): Promise<Take[]> {
    this.warmUp(request.sampleRate);
    return composeTakes(this, request);
  }

  /** Makes a take again from its recipe. */
  remake(request: RemakeRequest): Promise<RemadeTake> {
    return remakeTake(this, request);
  }

  /** Makes a take from an older one, of which something is kept. */
  revise(request: RevisionRequest): Promise<Take> {
    return reviseTake(this, request);
  }

  /** A take around a melody that is given. */
  accompany(request: AccompanyRequest): Promise<Take> {
    return accompanyMelody(this, request);
  }

  /** Readies the render threads in the background, the first time. What fails here fails again where it is told. */
  warmUp(sampleRate: Hertz): void {
    if (this.#isWarm) return;
    this.#isWarm = true;
    void warmRenderPool(this.renderPool, this.soundFont, sampleRate).catch(() => undefined);
  }

  /** Frees everything. */
  async close(): Promise<void> {
    const encoders = [
      this.textEncoder.loaded(),
      this.imageEncoder.loaded(),
      this.audioEncoder.loaded(),
      this.pitchDetector.loaded(),
    ];
    const closing = encoders.map(async (opening) => {
      const opened = await opening?.catch(() => undefined);
      await opened?.encoder.close();
    });
    const content = await this.contentReaders.loaded()?.catch(() => undefined);
    const musflow = await this.musflow.loaded()?.catch(() => undefined);
    closing.push(Promise.resolve(musflow?.close()));
    closing.push(...[content?.clip, content?.captioner].map(async (reader) => reader?.close()));
    await Promise.all([this.renderPool.close(), ...closing]);
  }

  async #open<E>(
    id: string,
    open: (pack: Pack, options: SessionOptions) => Promise<E>,
  ): Promise<LoadedEncoder<E>> {
    const pack = await this.#packs.open(id);
    return { encoder: await open(pack, await this.#sessionOptions(pack)), pack };
  }

  async #sessionOptions(pack: Pack): Promise<SessionOptions> {
    const { provider, refused } = await chooseProvider(pack, this.#provider);
    this.#note(refused);
    return { executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'] };
  }

  #openMusflow(): Promise<MusflowNetworks> {
    return openMusflowOn(this.musflowFolder, this.#provider, (refused) => {
      this.#note(refused);
    });
  }

  /** A pack that is there but broken is an error, not an absence. */
  async #openAudioEncoder(): Promise<AudioEncoding | undefined> {
    try {
      return await this.#open(packIds.audio, openAudioEncoder);
    } catch (error) {
      if (error instanceof LeitmotifError && error.code === 'pack-missing') return undefined;
      throw error;
    }
  }

  async #openContentReaders(): Promise<ContentReaders> {
    const readers = await openContentReaders(this.#provider);
    this.#note(readers.refused);
    return readers;
  }

  #note(refused: readonly RefusedProvider[]): void {
    const isNew = ({ provider }: RefusedProvider): boolean =>
      this.refused.every((known) => known.provider !== provider);
    this.refused.push(...refused.filter(isNew));
  }
}

/** The encoders that a stack offers, for the parts that need no more of it. */
export type TextEncoding = LoadedEncoder<PackTextEncoder>;
/** See {@link TextEncoding}. */
export type ImageEncoding = LoadedEncoder<PackImageEncoder>;
/** See {@link TextEncoding}. */
export type AudioEncoding = LoadedEncoder<PackAudioEncoder>;
