/** The settings, typed by the manifest. */
import * as vscode from 'vscode';
import { settingDefaults } from './manifest/contributed.ts';
import type { Settings } from './manifest/contributed.ts';

/**
 * The value of a setting, for a document or folder where it may differ. A value of another type than the manifest says,
 * which a settings file written by hand can hold, counts as not set.
 */
export function setting<K extends keyof Settings>(name: K, scope?: vscode.Uri): Settings[K] {
  const value: unknown = vscode.workspace.getConfiguration('leitmotif', scope).get(name);
  const usual = settingDefaults[name];
  return typeof value === typeof usual ? (value as Settings[K]) : usual;
}
