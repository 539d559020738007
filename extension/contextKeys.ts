/** Keys that when clauses of the manifest read. */
import * as vscode from 'vscode';
import type { ContextKey } from './manifest/contributed.ts';

const written = new Map<ContextKey, boolean>();

/** Sets one. Writes only what changed: each write makes VS Code look at all menus again. */
export function setContextKey(key: ContextKey, value: boolean): void {
  if (written.get(key) === value) return;
  written.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}
