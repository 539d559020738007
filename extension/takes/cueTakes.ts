/** The takes of one open cue, and what a person does with them: play, compare, delete with undo, export, look at. */
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { placeOfPath } from '../cue/cuePath.ts';
import { settleDeleted } from './claimTakes.ts';
import { DeletedTakes } from './deletedTakes.ts';
import { exportTake, openRecipe, revealTake } from './takeActs.ts';
import { TakeShelf } from './takeShelf.ts';
import type { PeaksView, ScoreView, TakeView } from '../../bridge/protocol/panels/takeView.ts';
import type { Frames } from '../../bridge/protocol/units.ts';
import type { CueFile } from '../cue/cueFile.ts';
import type { Player } from '../player/player.ts';
import type { TakeFolder } from './readTake.ts';
import type { Program } from '../processes/startProgram.ts';

/** What is done with takes needs these. */
export interface CueTakesParts {
  file: CueFile;
  player: Player;
  memory: vscode.Memento;
  /** The command line, which writes what takes are exported to. */
  commandLine: () => Promise<Program>;
}

/** See the head of the file. Methods throw LeitmotifError where a take or its files are not there. */
export class CueTakes {
  readonly #parts: CueTakesParts;
  readonly #shelf = new TakeShelf();
  readonly #deleted: DeletedTakes;
  #views: TakeView[] = [];
  /** The take that a person chose; the newest one where there is no such take. */
  chosen: string | undefined;

  constructor(parts: CueTakesParts) {
    this.#parts = parts;
    this.#deleted = new DeletedTakes(parts.memory, parts.file.uri.toString());
  }

  /** As panels show them, as they were last looked at. */
  get views(): TakeView[] {
    return this.#views;
  }

  /** Where the document says that they are. */
  get folders(): string[] {
    const { folder, reading } = this.#parts.file;
    const takes = folder === undefined ? [] : (reading.cue?.takes ?? []);
    return takes.map((take) => placeOfPath(take.folder, folder ?? ''));
  }

  /** The newest take that can be read. */
  get newest(): { id: string; take: TakeFolder } | undefined {
    return this.#shelf.newest;
  }

  /** Id of the chosen take, else of the newest. */
  get selected(): string | undefined {
    return this.#views.find(({ id }) => id === this.chosen)?.id ?? this.newest?.id;
  }

  /** The chosen take where it can be read, else the newest: what a draft is compared with. */
  get base(): TakeFolder | undefined {
    const chosen = this.#views.find(({ id, recipe }) => id === this.chosen && recipe !== undefined);
    return chosen === undefined ? this.newest?.take : this.#shelf.take(chosen.id);
  }

  /** Looks at all folders; what was deleted and is named again comes back. */
  async look(): Promise<void> {
    const { folder, reading } = this.#parts.file;
    await this.#deleted.restore(this.folders);
    this.#views = await this.#shelf.views(reading.cue?.takes ?? [], (path) =>
      folder === undefined ? undefined : placeOfPath(path, folder),
    );
  }

  view(take: string): TakeView {
    const view = this.#views.find(({ id }) => id === take);
    if (view !== undefined) return view;
    throw new LeitmotifError('file-missing', {
      what: vscode.l10n.t('The cue has no such take'),
      subject: take,
      next: vscode.l10n.t('Choose one of its takes'),
    });
  }

  folder(take: string): string {
    return this.#shelf.take(take).folder;
  }

  /** Plays a take, from a frame or where it stands. */
  async play(take: string | undefined, frame: Frames | undefined): Promise<void> {
    const { player } = this.#parts;
    const id = take ?? this.#required();
    // What is loaded may have lost its files.
    this.#shelf.take(id);
    if (this.#isLoaded(id)) {
      if (frame !== undefined) player.seek(frame);
      player.play();
    } else await this.load(id, { frame: frame ?? 0, play: true });
  }

  /** Loads a take in place of what is in the player. */
  async load(take: string, at: { frame: Frames; play: boolean }): Promise<void> {
    const { player, file } = this.#parts;
    const cue = file.uri.toString();
    const samples = await this.#shelf.samples(take, cue);
    await player.load(samples, { ...at, keepTracks: player.state.source?.cue === cue });
  }

  /** Makes a take the other side of A/B, or lets it go. */
  async compare(take: string | null): Promise<void> {
    const { player, file } = this.#parts;
    player.compare(take === null ? null : await this.#shelf.samples(take, file.uri.toString()));
  }

  /** Takes it out of the cue, and puts its folder aside. A folder without a recipe is not ours to delete, whatever the cue calls it. */
  async delete(take: string): Promise<void> {
    const { file, player } = this.#parts;
    const reference = file.reading.cue?.takes.find(({ id }) => id === take);
    if (reference === undefined) return;
    if (this.#isLoaded(take)) player.unload();
    const isWhole = this.#views.some(({ id, recipe }) => id === take && recipe !== undefined);
    const folder = isWhole ? this.folder(take) : undefined;
    // The cue first: what it names is brought back.
    await file.changeAndSave({ kind: 'remove-take', take });
    if (folder !== undefined) await this.#deleted.delete(folder);
    const undo = vscode.l10n.t('Undo');
    const message = vscode.l10n.t('Deleted {0}', reference.name ?? take);
    void vscode.window.showInformationMessage(message, undo).then(async (answer) => {
      if (answer === undo) await file.changeAndSave({ kind: 'add-take', take: reference });
    });
  }

  export(take: string): Promise<void> {
    return exportTake(this.#shelf.take(take), this.view(take).name, this.#parts.commandLine);
  }

  reveal(take: string): Promise<void> {
    return revealTake(this.#shelf.take(take));
  }

  async copyPath(take: string): Promise<void> {
    await vscode.env.clipboard.writeText(this.folder(take));
  }

  openRecipe(take: string): Promise<void> {
    return openRecipe(this.#shelf.take(take));
  }

  peaks(take: string, columns: number): Promise<PeaksView> {
    return this.#shelf.peaks(take, columns);
  }

  score(take: string): Promise<ScoreView> {
    return this.#shelf.score(take);
  }

  /** The cue has another URI now. */
  moveTo(uri: vscode.Uri): Promise<void> {
    return this.#deleted.moveTo(uri.toString());
  }

  /** Nobody can undo any more. */
  settle(): Promise<void> {
    return settleDeleted(this.#parts.file, this.#deleted);
  }

  #isLoaded(take: string): boolean {
    const { source } = this.#parts.player.state;
    return source?.cue === this.#parts.file.uri.toString() && source.take === take;
  }

  #required(): string {
    if (this.selected !== undefined) return this.selected;
    throw new LeitmotifError('file-missing', {
      what: vscode.l10n.t('This cue has no take that can be played'),
      subject: this.#parts.file.name,
      next: vscode.l10n.t('Run Generate Score first'),
    });
  }
}
