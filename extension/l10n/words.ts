/** What says a text in the person's language: `vscode.l10n`, handed to what knows nothing of VS Code. */
export interface Words {
  /** `{0}`, `{1}` … in the message stand for the arguments. */
  t(message: string, ...args: (string | number)[]): string;
}
