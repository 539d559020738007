/**
 * Writes `bundle.l10n.json`: every string that the host shows by `l10n.t` and the panels by `t`, for who translates. `--check` only
 * compares.
 *
 * A translation is a copy of it named `bundle.l10n.<language>.json`, beside a `package.nls.<language>.json`.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { parse } from 'svelte/compiler';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = fileURLToPath(new URL('bundle.l10n.json', import.meta.url));
const problems = [];

const strings = [
  ...filesOf('extension', '.ts').flatMap((path) => stringsOfScript(path, /(^|\.)l10n\.t$/)),
  ...filesOf('webview', '.ts').flatMap((path) => stringsOfScript(path, /^t$/)),
  ...filesOf('webview', '.svelte').flatMap((path) => stringsOfComponent(path)),
  ...titlesOf('bridge/protocol/instruments.ts'),
];
if (problems.length > 0) {
  for (const problem of problems) console.error(problem);
  process.exit(1);
}

const sorted = strings.sort(([a], [b]) => (a < b ? -1 : 1));
const json = JSON.stringify(Object.fromEntries(sorted), null, 2);
const text = await format(json, { ...(await resolveConfig(target)), filepath: target });
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('extension/l10n/bundle.l10n.json is stale: run npm run manifest.');
  process.exit(1);
}

function filesOf(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(folder, path));
}

function sourceOf(path, text = readFileSync(join(root, path), 'utf8')) {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
}

/** Strings of the calls of a function. */
function stringsOfScript(path, called) {
  const source = sourceOf(path);
  const found = [];
  visitAll(source, (node) => {
    if (!ts.isCallExpression(node) || !called.test(node.expression.getText(source))) return;
    found.push(...entryOf(path, node.arguments[0]?.getText(source)));
  });
  return found;
}

/** Strings of the calls of `t` in a component, in its script and in its markup. */
function stringsOfComponent(path) {
  const text = readFileSync(join(root, path), 'utf8');
  const found = [];
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return;
    if (node.type === 'CallExpression' && node.callee.name === 't') {
      const [first] = node.arguments;
      found.push(...entryOf(path, first && text.slice(first.start, first.end)));
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(parse(text, { modern: true }));
  return found;
}

/** A string as the bundle has it: by itself, or with what is said to translators. */
function entryOf(path, code) {
  let first = code;
  try {
    first = new Function(`return ${code}`)();
  } catch {
    first = undefined;
  }
  if (typeof first === 'string') return [[first, first]];
  if (typeof first?.message === 'string' && Array.isArray(first.comment))
    return [
      [`${first.message}/${first.comment.join('')}`, { message: first.message, comment: first.comment }],
    ];
  problems.push(`${path}: ${code}: a string to translate must be a literal, or nobody can translate it.`);
  return [];
}

/** Names that come with data. */
function titlesOf(path) {
  const found = [];
  visitAll(sourceOf(path), (node) => {
    if (
      ts.isPropertyAssignment(node) &&
      node.name.text === 'title' &&
      ts.isStringLiteralLike(node.initializer)
    )
      found.push([node.initializer.text, node.initializer.text]);
  });
  return found;
}

function visitAll(node, see) {
  see(node);
  ts.forEachChild(node, (child) => visitAll(child, see));
}
