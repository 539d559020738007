/** `npm run schema`: writes the JSON Schemas of our documents, for editors and other programs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInstallation } from '../takes/installation.ts';
import { documentSchemas } from '../takes/documentSchemas.ts';

const folder = join(findInstallation().root, 'bridge/protocol/schema');
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(documentSchemas())) {
  writeFileSync(join(folder, name), text);
  process.stdout.write(`${join('bridge/protocol/schema', name)}\n`);
}
