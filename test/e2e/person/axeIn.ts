/** What axe finds wrong in a panel of the real window. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Frame } from 'playwright-core';

const source = readFileSync(
  fileURLToPath(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
);

interface Checker {
  run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
}

/**
 * As `rule: element reason`; empty where nothing is wrong. `behind` is the colour that shines through a panel that has none of its
 * own: axe sees one frame and would take white for it.
 */
export async function axeIn(frame: Frame, behind: 'editor' | 'sideBar' = 'editor'): Promise<string[]> {
  await frame.evaluate(source);
  return frame.evaluate(async (place) => {
    document.documentElement.style.backgroundColor = `var(--vscode-${place}-background)`;
    const { axe } = window as unknown as { axe: Checker };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }, behind);
}
