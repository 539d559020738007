import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fillDocs, firstComment, frameSources } from '../../../../bridge/docs/bridgeDocs.ts';
import { allOscAddresses } from '../../../../bridge/protocol/oscAddress.ts';
import type { FrameSource } from '../../../../bridge/docs/bridgeDocs.ts';

const root = new URL('../../../../', import.meta.url);
const page = readFileSync(new URL('bridge/README.md', root), 'utf8');
const frames = Object.fromEntries(
  Object.entries(frameSources).map(([name, path]) => [name, readFileSync(new URL(path, root), 'utf8')]),
) as Record<FrameSource, string>;

it('the page is what npm run docs writes', () => {
  expect(page).toBe(fillDocs(page, frames));
});

it('the page names every address and every byte of a frame', () => {
  for (const { address } of allOscAddresses()) expect(page).toContain(`\`${address}\``);
  expect(page).toContain('| 44 | 2 | length |');
});

it('refuses a part that there is not', () => {
  expect(() => fillDocs('<!-- generated: nothing -->\n\n<!-- end -->', frames)).toThrow('no part nothing');
});

it('takes the first comment as it is', () => {
  expect(firstComment('/**\n * One {@link two}.\n *\n * | a |\n */\n/** other */')).toBe(
    'One `two`.\n\n| a |',
  );
});
