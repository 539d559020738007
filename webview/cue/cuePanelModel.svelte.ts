/**
 * All that a cue panel knows, and the one way in which its parts speak to the host.
 *
 * ```
 * host ──state, progress, live, playback, peaks, score, reveal──► model ──runes──► parts
 * host ◄──edit, compose, play, ask-peaks, …──────────────── model ◄──calls── parts
 * ```
 */
import { t } from '@vscode/l10n';
import { answersOf } from './takes/answers.ts';
import type { AttributeName, AttributeValue, GivenAttributes } from '../../bridge/protocol/attributes.ts';
import type { CueEdit } from '../../bridge/protocol/panels/cueEdit.ts';
import type {
  CuePanelMemory,
  CuePanelState,
  FromCuePanel,
  JobView,
  ToCuePanel,
} from '../../bridge/protocol/panels/cuePanel.ts';
import type { PlaybackState } from '../../bridge/protocol/panels/playback.ts';
import type { PeaksView, ScoreView, TakeView } from '../../bridge/protocol/panels/takeView.ts';
import type { HostConversation } from '../messaging/hostConversation.ts';
import { frameAt } from './takes/playClock.ts';

/** Parts of the panel that open and close. */
export type PartName = 'conditions' | 'attributes' | 'takes' | 'brief' | 'timeline';

/** Line to the host of a cue. */
export type CueHost = HostConversation<ToCuePanel, FromCuePanel, CuePanelMemory>;

const firstMemory: CuePanelMemory = {
  scroll: 0,
  zoom: { from: 0, to: 1 },
  openParts: ['conditions', 'attributes', 'takes', 'brief'],
};

/** The panel's model; one a page. */
export class CuePanelModel {
  /** The last snapshot; absent until the first came. */
  state = $state.raw<CuePanelState>();
  job = $state.raw<JobView>();
  /** What the controls say while the cue is performed. */
  live = $state.raw<GivenAttributes>();
  playback = $state.raw<PlaybackState>({ activity: 'stopped', frame: 0, tracks: {} });
  memory = $state.raw<CuePanelMemory>(firstMemory);
  /** Part that the host wants to be seen, until it was. */
  revealed = $state.raw<PartName>();

  readonly #host: CueHost;
  readonly #peaks = answersOf<PeaksView>();
  readonly #scores = answersOf<ScoreView>();
  #playbackAt = 0;

  constructor(host: CueHost) {
    this.#host = host;
    this.memory = { ...firstMemory, ...host.memory };
    host.listen((message) => {
      this.#hear(message);
    });
  }

  /** Tells the host that the panel listens. */
  start(): void {
    this.send({ type: 'ready' });
  }

  send(message: FromCuePanel): void {
    this.#host.send(message);
  }

  edit(edit: CueEdit): void {
    if (this.canEdit) this.send({ type: 'edit', edit });
  }

  get canEdit(): boolean {
    return this.state?.cue !== undefined && !this.state.isReadOnly;
  }

  /** Why nothing can be made right now; absent where it can. */
  get whyNoComposing(): string | undefined {
    const { state } = this;
    if (state?.cue === undefined) return t('The document cannot be read');
    if (!state.isTrusted) return t('Restricted Mode: trust this workspace to generate');
    if (!state.isLocal) return t('This file is on a virtual file system, where nothing can be generated');
    if (state.isReadOnly) return t('The document is read-only, so a take could not be noted in it');
    return undefined;
  }

  /** Why there is nothing to make a brief or a take of; absent where there is. */
  get whyNothingToMake(): string | undefined {
    const { cue } = this.state ?? {};
    const hasMatter = (cue?.conditions.length ?? 0) > 0 || cue?.description !== undefined;
    return this.whyNoComposing ?? (hasMatter ? undefined : t('Add a picture, a story or a caption first'));
  }

  /** The value that holds: of the performance while there is one, else the cue's. */
  value<N extends AttributeName>(name: N): AttributeValue<N> | undefined {
    return (this.live?.[name] as AttributeValue<N> | undefined) ?? this.ownValue(name);
  }

  /** The cue's own value: given, else the brief's, else unknown. */
  ownValue<N extends AttributeName>(name: N): AttributeValue<N> | undefined {
    const given = this.state?.cue?.attributes[name] as AttributeValue<N> | undefined;
    return given ?? this.state?.brief?.value.attributes[name].value;
  }

  /** Whether it steers the performance and is not written into the cue. */
  isLive(name: AttributeName): boolean {
    return this.live?.[name] !== undefined;
  }

  /** Whether the person set it outright. */
  isGiven(name: AttributeName): boolean {
    return this.state?.cue?.attributes[name] !== undefined;
  }

  /** The DAW that a value was taken from, where it was not changed since. */
  dawOf(name: AttributeName): string | undefined {
    const { fromDaw, attributes } = this.state?.cue ?? {};
    const [taken, now] = [fromDaw?.attributes[name], attributes?.[name]].map((value) =>
      JSON.stringify(value),
    );
    return taken !== undefined && taken === now ? fromDaw?.title : undefined;
  }

  get selectedTake(): TakeView | undefined {
    const selected = this.state?.selected;
    if (selected === undefined || !('take' in selected)) return undefined;
    return this.state?.takes.find(({ id }) => id === selected.take);
  }

  get isDraftSelected(): boolean {
    return this.state?.selected !== undefined && 'draft' in this.state.selected;
  }

  /** Whether what the player holds is the take or draft that this panel shows. */
  get isSelectedLoaded(): boolean {
    const { source } = this.playback;
    if (source === undefined || source.cue !== this.state?.document) return false;
    if (this.isDraftSelected) return source.take === undefined;
    return source.take !== undefined && source.take === this.selectedTake?.id;
  }

  /** Where the player is now, in frames of its source. */
  frameNow(): number {
    return frameAt(this.playback, this.#playbackAt, performance.now());
  }

  /** The outline of a take, asked for once; of the draft (`null`) each time. */
  peaks(take: string | null, columns: number): Promise<PeaksView | null> {
    return this.#peaks.ask(take === null ? undefined : `${take} ${columns}`, (ask) => {
      this.send({ type: 'ask-peaks', ask, take, columns });
    });
  }

  /** The notes of a take, asked for once; of the draft (`null`) each time. */
  score(take: string | null): Promise<ScoreView | null> {
    return this.#scores.ask(take === null ? undefined : take, (ask) => {
      this.send({ type: 'ask-score', ask, take });
    });
  }

  /** Changes what the panel keeps for itself. */
  remember(change: Partial<CuePanelMemory>): void {
    this.memory = { ...this.memory, ...change };
    this.#host.remember(this.memory);
  }

  isOpen(part: PartName): boolean {
    return this.memory.openParts.includes(part);
  }

  setOpen(part: PartName, isOpen: boolean): void {
    const others = this.memory.openParts.filter((name) => name !== part);
    this.remember({ openParts: isOpen ? [...others, part] : others });
  }

  #hear(message: ToCuePanel): void {
    switch (message.type) {
      case 'state':
        this.state = message.state;
        this.job = message.state.job;
        this.live = message.state.live;
        break;
      case 'progress':
        if (this.job !== undefined) this.job = message.job;
        break;
      case 'live':
        if (this.live !== undefined) this.live = message.live;
        break;
      case 'playback':
        this.#playbackAt = performance.now();
        this.playback = message.playback;
        break;
      case 'peaks':
        this.#peaks.answer(message.ask, message.peaks);
        break;
      case 'score':
        this.#scores.answer(message.ask, message.score);
        break;
      case 'reveal':
        this.setOpen(message.part, true);
        this.revealed = message.part;
    }
  }
}
