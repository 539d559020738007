/** What a Node that we start inherits. */

/** Variables that change what a Node does; those of the editor's own processes are not meant for ours. */
const left = new Set([
  'NODE_OPTIONS',
  'ELECTRON_RUN_AS_NODE',
  'ELECTRON_NO_ASAR',
  'VSCODE_INSPECTOR_OPTIONS',
]);

/** The environment without them; names are compared as Windows does, whatever their case. */
export function plainEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !left.has(name.toUpperCase())));
}
