/**
 * Scores the scenes of a story: one cue a scene, in a folder beside the text, and a cue sheet of them all.
 *
 * ```
 * text ─ scenes ─ plan ─► cue there? ─ no ──────────────► create ─┐
 *                              │ yes, but the text changed ► edit ─┼► compose ─► row
 *                              └ yes, with its take ──────────────────────────► row ─► cue sheet
 * ```
 *
 * A run that was cancelled or broken off is taken up by the next one: what has its take is left alone.
 */
import * as vscode from 'vscode';
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { createCue } from '../cue/createCue.ts';
import { cueSheetUri, writeCueSheet } from './writeCueSheet.ts';
import { isUpToDate, planScenes } from './planScenes.ts';
import { replaceConditions } from './replaceConditions.ts';
import { canBeScored } from './scene.ts';
import { cuesFolder, openStory, placeImages } from './storyDocument.ts';
import { themesBeside } from './themesBeside.ts';
import type { CueSession, CueSessions } from '../cue/cueSessions.ts';
import type { TakeView } from '../../bridge/protocol/panels/takeView.ts';
import type { CueSheetRow } from './cueSheet.ts';
import type { ScenePlan } from './planScenes.ts';

/** How a run ended. */
export interface ScenesScored {
  /** Composed in this run. */
  composed: number;
  /** Had their take already. */
  kept: number;
  failed: number;
  /** The Markdown sheet. */
  sheet: vscode.Uri;
}

/** Scores the scene that stands at a line, and shows its cue. @throws LeitmotifError */
export async function scoreScene(sessions: CueSessions, uri: vscode.Uri, line: number): Promise<void> {
  const story = await openStory(uri);
  const plans = planScenes(story.scenes, await placeImages(story), await themesBeside(story));
  const at = story.scenes.filter(canBeScored).findLastIndex((scene) => scene.line <= line);
  const plan = plans[Math.max(0, at)];
  if (plan === undefined) throw nothingToScore(story.name);
  const { session } = await sessionOf(sessions, cuesFolder(story), plan);
  await vscode.commands.executeCommand('vscode.openWith', session.uri, 'leitmotif.cue');
  await session.compose();
}

/**
 * Scores all scenes, with one progress bar that can be cancelled. A scene that fails is told in the sheet and the others
 * go on.
 *
 * @throws LeitmotifError where the text cannot be used, or the sidecar cannot work at all; `cancelled`
 */
export async function scoreAllScenes(sessions: CueSessions, uri: vscode.Uri): Promise<ScenesScored> {
  const story = await openStory(uri);
  const plans = planScenes(story.scenes, await placeImages(story), await themesBeside(story));
  if (plans.length === 0) throw nothingToScore(story.name);
  const folder = cuesFolder(story);
  const rows = plans.map((plan): CueSheetRow => emptyRow(plan));
  const counts = { composed: 0, kept: 0, failed: 0 };
  const sheet = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      cancellable: true,
      title: vscode.l10n.t('Scoring {0}', story.name),
    },
    async (progress, token) => {
      const stop = new AbortController();
      const listener = token.onCancellationRequested(() => {
        stop.abort();
      });
      try {
        for (const [i, plan] of plans.entries()) {
          throwIfCancelled(stop.signal);
          progress.report({ message: `${i + 1}/${plans.length} ${plan.scene.title}` });
          const outcome = await scoreOne({ sessions, folder, plan, signal: stop.signal });
          rows[i] = { ...emptyRow(plan), ...outcome.row };
          counts[outcome.kind]++;
          progress.report({ increment: 100 / plans.length });
        }
      } finally {
        listener.dispose();
        // What was done stays told, however the run ended.
        await writeCueSheet(folder, story.name, rows);
      }
      return cueSheetUri(folder);
    },
  );
  return { ...counts, sheet };
}

interface SceneTask {
  sessions: CueSessions;
  folder: vscode.Uri;
  plan: ScenePlan;
  signal: AbortSignal;
}

interface SceneOutcome {
  kind: 'composed' | 'kept' | 'failed';
  row: Partial<CueSheetRow>;
}

async function scoreOne({ sessions, folder, plan, signal }: SceneTask): Promise<SceneOutcome> {
  try {
    const { session, isFresh } = await sessionOf(sessions, folder, plan);
    const kept = isFresh ? undefined : session.state.takes.findLast(({ fault }) => fault === undefined);
    const isKept = kept !== undefined;
    const take = kept ?? (await session.compose({ priority: 'batch', signal }));
    return { kind: isKept ? 'kept' : 'composed', row: { ...rowOf(take), ...remarkOf(plan) } };
  } catch (error) {
    if (!(error instanceof LeitmotifError) || stopsAll.has(error.code)) throw error;
    return { kind: 'failed', row: { fault: `${error.what} (${error.subject})` } };
  }
}

/** Faults after which no other scene can do better. */
const stopsAll: ReadonlySet<string> = new Set([
  'cancelled',
  'disk-full',
  'output-unwritable',
  'not-available',
  'restart-budget-spent',
  'runtime-unavailable',
  'soundfont-missing',
  'soundfont-corrupt',
  'knowledge-corrupt',
]);

/** The cue of a scene: the one that is there, brought up to date, else a new one. `isFresh`: no take is of what it says now. */
async function sessionOf(
  sessions: CueSessions,
  folder: vscode.Uri,
  plan: ScenePlan,
): Promise<{ session: CueSession; isFresh: boolean }> {
  const uri = vscode.Uri.joinPath(folder, `${plan.name}.leitmotif`);
  const isThere = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    const { scene, conditions, themes } = plan;
    const contents = { title: scene.title, conditions, ...(themes.length > 0 ? { themes } : {}) };
    return { session: await sessions.open(await createCue(folder, plan.name, contents)), isFresh: true };
  }
  const session = await sessions.open(uri);
  const { cue } = session.state;
  const isFresh = cue !== undefined && !isUpToDate(cue, plan);
  if (isFresh) await replaceConditions(uri, cue, plan);
  return { session, isFresh };
}

function emptyRow({ scene, name, ...plan }: ScenePlan): CueSheetRow {
  return {
    scene: scene.title,
    line: scene.line + 1,
    cue: `${name}.leitmotif`,
    ...remarkOf({ scene, name, ...plan }),
  };
}

function rowOf({ folder, recipe }: TakeView): Partial<CueSheetRow> {
  const file = `${folder}/mix.wav`;
  if (recipe === undefined) return { file };
  return { file, key: recipe.key, tempo: recipe.tempo, seconds: recipe.seconds };
}

/** Says which pictures of the text could not be found. */
function remarkOf({ missing }: ScenePlan): { fault?: string } {
  if (missing.length === 0) return {};
  const paths = missing.map(({ path }) => path).join(', ');
  return { fault: vscode.l10n.t('Not found: {0}', paths) };
}

function nothingToScore(name: string): LeitmotifError {
  return new LeitmotifError('text-empty', {
    what: vscode.l10n.t('The headings of this text have nothing below them'),
    subject: name,
    next: vscode.l10n.t('Write something below a heading'),
  });
}
