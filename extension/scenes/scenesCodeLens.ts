/** A CodeLens over each scene of Markdown and Fountain files. */
import * as vscode from 'vscode';
import { setting } from '../settings.ts';
import { sceneLanguages } from './sceneLanguages.ts';
import { canBeScored } from './scene.ts';
import { isCueSheet } from './writeCueSheet.ts';
import { documentName } from './documentName.ts';
import type { CommandId } from '../manifest/contributed.ts';

/** Longest text that is looked through while a person types. */
const longestText = 4_000_000;

/** Shows *Score this scene* over each scene, and *Score all scenes* over the first. */
export function registerScenesCodeLens(): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = { onDidChangeCodeLenses: changed.event, provideCodeLenses };
  const languages = sceneLanguages.map((language) => ({ language }));
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(languages, provider),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      changed.fire();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('leitmotif.codeLens')) changed.fire();
    }),
  );
}

async function provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  if (!vscode.workspace.isTrusted || !setting('codeLens', document.uri)) return [];
  if (isCueSheet(document.uri)) return [];
  const text = document.getText();
  if (text.length > longestText) return [];
  // Loaded with the first story: readers of Markdown and Fountain need not be waited for by others.
  const { readScenes } = await import('./readScenes.ts');
  const scenes = readScenes(text, document.languageId, documentName(document.uri)).filter(canBeScored);
  const lenses = scenes.map(({ line }) =>
    lens(line, vscode.l10n.t('♪ Score this scene'), 'leitmotif.scoreScene', [document.uri, line]),
  );
  const first = scenes[0];
  if (first === undefined || scenes.length < 2) return lenses;
  const all = vscode.l10n.t('♪ Score all {0} scenes', scenes.length);
  return [...lenses, lens(first.line, all, 'leitmotif.scoreAllScenes', [document.uri])];
}

function lens(line: number, title: string, command: CommandId, args: unknown[]): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command, arguments: args });
}
