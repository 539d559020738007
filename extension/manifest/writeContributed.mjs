/**
 * Writes `contributed.ts` from the `contributes` of package.json: every command, setting, view and context key as a type,
 * so that a misspelt one fails the build. Also refuses a manifest that contradicts itself. `--check` only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
const target = new URL('contributed.ts', import.meta.url);
const manifest = read('package.json');
const strings = read('package.nls.json');
const { commands, menus, keybindings, views, customEditors, configuration } = manifest.contributes;

const commandIds = commands.map(({ command }) => command);
const viewIds = Object.values(views)
  .flat()
  .map(({ id }) => id);
const editorIds = customEditors.map(({ viewType }) => viewType);
const settings = Object.entries(configuration.properties);
const conditions = collect(manifest, new Set(['when', 'enablement']));
const contextKeys = [...new Set(conditions.flatMap(ownKeys))].sort();

const problems = [
  ...[...Object.values(menus).flat(), ...keybindings]
    .map(({ command }) => command)
    .filter((command) => !commandIds.includes(command))
    .map((command) => `A menu or key names the command ${command}, which is not contributed.`),
  ...placeholders(manifest)
    .filter((key) => !(key in strings))
    .map((key) => `package.nls.json lacks ${key}.`),
  ...Object.keys(strings)
    .filter((key) => !placeholders(manifest).includes(key))
    .map((key) => `package.nls.json has ${key}, which nothing uses.`),
  ...conditions
    .flatMap(namedViews)
    .filter((id) => !viewIds.includes(id))
    .map((id) => `A when clause names the view ${id}, which is not contributed.`),
  ...conditions
    .flatMap(namedEditors)
    .filter((id) => !editorIds.includes(id))
    .map((id) => `A when clause names the custom editor ${id}, which is not contributed.`),
];
if (problems.length > 0) {
  for (const problem of problems) console.error(problem);
  process.exit(1);
}

const text = await format(source(), { parser: 'typescript', singleQuote: true, printWidth: 110 });
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('extension/manifest/contributed.ts is stale: run npm run manifest.');
  process.exit(1);
}

function source() {
  const union = (names) => names.map((name) => `'${name}'`).join(' | ');
  const short = (id) => id.slice('leitmotif.'.length);
  return `/** What package.json contributes. Written by \`npm run manifest\`; do not edit. */

/** A command of ours. */
export type CommandId = ${union(commandIds)};
/** A view of ours. */
export type ViewId = ${union(viewIds)};
/** A custom editor of ours. */
export type CustomEditorId = ${union(editorIds)};
/** A context key that when clauses of ours read and the extension sets. */
export type ContextKey = ${union(contextKeys)};
/** The settings below \`leitmotif.\`, with their types. */
export interface Settings {
${settings.map(([name, property]) => `  readonly ${short(name)}: ${typeOf(property)};`).join('\n')}
}
/** The default of every setting. */
export const settingDefaults: Settings = ${JSON.stringify(Object.fromEntries(settings.map(([name, { default: value }]) => [short(name), value])))};
/** What VS Code warns of and does not refuse: values beyond these. */
export const settingLimits: {
  readonly [K in keyof Settings]?: {
    readonly minimum?: number;
    readonly maximum?: number;
    readonly values?: readonly Settings[K][];
  };
} = ${JSON.stringify(Object.fromEntries(settings.flatMap(([name, property]) => limitsOf(short(name), property))))};
`;
}

function limitsOf(name, { minimum, maximum, enum: values }) {
  const limits = { minimum, maximum, values };
  return Object.values(limits).some((limit) => limit !== undefined) ? [[name, limits]] : [];
}

function typeOf({ type, enum: values }) {
  return values === undefined
    ? type
    : values.map((value) => (typeof value === 'string' ? `'${value}'` : value)).join(' | ');
}

/** Every string that stands under one of the keys, at any depth. */
function collect(node, keys) {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) =>
    keys.has(key) && typeof value === 'string' ? [value] : collect(value, keys),
  );
}

function placeholders(node) {
  if (typeof node === 'string') return /^%.+%$/.test(node) ? [node.slice(1, -1)] : [];
  return node === null || typeof node !== 'object' ? [] : Object.values(node).flatMap(placeholders);
}

/** Keys of ours in a when clause: not the ids that stand right of an operator. */
function ownKeys(clause) {
  const leftSides = clause.replace(/(?:==|!=|=~)\s*\S+/g, '');
  return leftSides.match(/leitmotif\.[\w.]+/g) ?? [];
}

function namedViews(clause) {
  return [...clause.matchAll(/\bview\s*[!=]=\s*(\S+)/g)].map(([, id]) => id);
}

function namedEditors(clause) {
  return [...clause.matchAll(/\bactiveCustomEditorId\s*[!=]=\s*(\S+)/g)].map(([, id]) => id);
}
