import { expect, it } from 'vitest';
import { doctorText } from '../../../../extension/commands/doctorText.ts';

it('has a heading a part, a line a finding, and the next step', () => {
  const text = doctorText({
    schema: 1,
    canWork: false,
    version: '0.1.0',
    findings: [
      { part: 'node', name: 'version', verdict: 'ok', found: '22.1.0' },
      {
        part: 'soundfont',
        name: 'leitmotif.sf3',
        verdict: 'failing',
        found: 'not there',
        next: 'Install again',
      },
      { part: 'packs', name: 'clip', verdict: 'lacking', found: 'not installed' },
    ],
  });
  expect(text).toBe(`# Leitmotif 0.1.0: Doctor

Takes cannot be made until what is marked ✗ is mended.

## Node.js

- ✓ ok: version: 22.1.0

## Sounds

- ✗ is needed: leitmotif.sf3: not there
  - Install again.

## Model packs

- ○ can be done without: clip: not installed
`);
});
