/** The settings, typed by the manifest. */
import * as vscode from 'vscode';
import { settingValue } from './settingValue.ts';
import type { Settings } from './manifest/contributed.ts';

/** The value of a setting, for a document or folder where it may differ. */
export function setting<K extends keyof Settings>(name: K, scope?: vscode.Uri): Settings[K] {
  return settingValue(name, vscode.workspace.getConfiguration('leitmotif', scope).get(name));
}
