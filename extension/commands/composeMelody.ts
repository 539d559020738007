/** Accompany Melody, Harmonize Melody, Make Variations: takes of the active cue around a melody that there is. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { runMelody } from '../processes/runMelody.ts';
import { requireTrust } from '../trust.ts';
import { abortSignalOf } from './abortSignalOf.ts';
import { activeCue, activeTake } from './activeCue.ts';
import { melodyEndings } from './fileKinds.ts';
import { givenUri } from './givenUri.ts';
import type { CueSession } from '../cue/cueSessions.ts';
import type { MelodyWork } from '../processes/runMelody.ts';
import type { Command, CommandParts } from './command.ts';

/** Given the MIDI file, else asks for it; then the cue. Answers the folder of the take. */
export const accompanyMelody: Command = (parts, source, cue) =>
  ofFile(parts, 'accompany', vscode.l10n.t('Accompany Melody'), { source, cue });

/** As {@link accompanyMelody}, with chords alone. */
export const harmonizeMelody: Command = (parts, source, cue) =>
  ofFile(parts, 'harmonize', vscode.l10n.t('Harmonize Melody'), { source, cue });

/** Given what the theme is from (MIDI file, theme book, take's folder) and how many variations, else asks. Answers the folder of the take. */
export const makeVariations: Command = async (parts, source, cue, count) => {
  requireTrust();
  const session = await activeCue(parts.sessions, cue);
  const title = vscode.l10n.t('Make Variations');
  const path = givenUri(source)?.fsPath ?? (await askTheme(title, session));
  const wanted = typeof count === 'number' ? count : await askCount(title);
  return make(parts, session, { work: 'variations', source: path, count: wanted });
};

async function ofFile(
  parts: CommandParts,
  work: MelodyWork,
  title: string,
  given: { source: unknown; cue: unknown },
): Promise<string> {
  requireTrust();
  const session = await activeCue(parts.sessions, given.cue);
  const source = givenUri(given.source)?.fsPath ?? (await askFile(title, melodyEndings));
  return make(parts, session, { work, source });
}

async function make(
  { commandLine }: CommandParts,
  session: CueSession,
  order: { work: MelodyWork; source: string; count?: number },
): Promise<string> {
  const { out, sampleRate } = session.order();
  // It is read from its file: what was typed a moment ago belongs to it.
  await (await vscode.workspace.openTextDocument(session.uri)).save();
  const program = await commandLine();
  const title = vscode.l10n.t('Composing around {0}', basename(order.source));
  const location = vscode.ProgressLocation.Notification;
  const folder = await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
    runMelody(program, { ...order, cue: session.uri.fsPath, out, sampleRate }, abortSignalOf(token)),
  );
  await session.addTake(folder);
  return folder;
}

async function askFile(title: string, endings: readonly string[]): Promise<string> {
  const [chosen] = (await vscode.window.showOpenDialog({ title, filters: { MIDI: [...endings] } })) ?? [];
  if (chosen === undefined) throw cancelled();
  return chosen.fsPath;
}

async function askTheme(title: string, session: CueSession): Promise<string> {
  const takes = session.state.takes.filter(({ fault }) => fault === undefined);
  const ofTake = {
    label: vscode.l10n.t('Of the melody of a take'),
    detail: vscode.l10n.t('The one that is selected in the cue, else the newest'),
    find: () => Promise.resolve(session.takeFolder(activeTake(session))),
  };
  const ofOther = {
    label: vscode.l10n.t('Of a MIDI file or a theme book…'),
    detail: vscode.l10n.t('Its likeliest melody, or the first theme of the book'),
    find: () => askFile(title, [...melodyEndings, 'json']),
  };
  const items = takes.length > 0 ? [ofTake, ofOther] : [ofOther];
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen === undefined) throw cancelled();
  return chosen.find();
}

const [fewest, most] = [1, 8];

async function askCount(title: string): Promise<number> {
  const prompt = vscode.l10n.t('How many variations after the theme, {0} to {1}?', fewest, most);
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    value: '5',
    validateInput: (typed) => (isCount(typed) ? undefined : prompt),
  });
  if (text === undefined) throw cancelled();
  return Number(text);
}

function isCount(text: string): boolean {
  const count = Number(text);
  return Number.isInteger(count) && count >= fewest && count <= most;
}
