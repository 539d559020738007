/** Colours of parts: those that themes keep apart and readable, of charts and terminals (orange of charts is neither). */
import type { Role } from '../../../bridge/protocol/roles.ts';

/** Names of the theme's variables. The legend and the table name parts in words too. */
export const partColours: Readonly<Record<Role, string>> = {
  lead: '--vscode-charts-blue',
  counter: '--vscode-charts-purple',
  pad: '--vscode-charts-green',
  figure: '--vscode-terminal-ansiCyan',
  bass: '--vscode-charts-red',
  percussion: '--vscode-descriptionForeground',
  colour: '--vscode-charts-yellow',
};

/** Values of the theme's variables now; unknown ones become the text's colour. */
export function themeColours(names: readonly string[]): string[] {
  const style = getComputedStyle(document.body);
  return names.map((name) => style.getPropertyValue(name).trim() || style.color);
}

/** Calls back when the theme changes; returns what ends it. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  return () => {
    observer.disconnect();
  };
}
