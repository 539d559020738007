/** The manifest inside the `.vsix`: package.json without what only the checkout needs. */

const left = [
  'private',
  'bin',
  'files',
  'scripts',
  'dependencies',
  'devDependencies',
  'prettier',
  'overrides',
  'allowScripts',
];

/** Makes it. What stays is what VS Code reads, and `type` and `version`, which the programs of `dist/` need. */
export function shippedManifest(manifest) {
  const kept = Object.entries(manifest).filter(([key]) => !left.includes(key));
  return { ...Object.fromEntries(kept), engines: { vscode: manifest.engines.vscode } };
}
