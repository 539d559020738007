/**
 * Writes `bundle.l10n.json`: every string that the extension shows by `l10n.t`, for who translates. `--check` only compares.
 *
 * A translation is a copy of it named `bundle.l10n.<language>.json`, beside a `package.nls.<language>.json`.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const extension = fileURLToPath(new URL('..', import.meta.url));
const target = fileURLToPath(new URL('bundle.l10n.json', import.meta.url));
const problems = [];

const strings = readdirSync(extension, { recursive: true })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .flatMap((path) => stringsOf(path));
if (problems.length > 0) {
  for (const problem of problems) console.error(problem);
  process.exit(1);
}

const sorted = [...new Set(strings)].sort();
const text = `${JSON.stringify(Object.fromEntries(sorted.map((one) => [one, one])), null, 2)}\n`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('extension/l10n/bundle.l10n.json is stale: run npm run manifest.');
  process.exit(1);
}

function stringsOf(path) {
  const source = ts.createSourceFile(
    path,
    readFileSync(join(extension, path), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const found = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && /(^|\.)l10n\.t$/.test(node.expression.getText(source))) {
      const [first] = node.arguments;
      if (first !== undefined && ts.isStringLiteralLike(first)) found.push(first.text);
      else
        problems.push(`extension/${path}: l10n.t wants its text as a literal, or nobody can translate it.`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
