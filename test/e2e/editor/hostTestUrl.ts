/** The address at which code-server runs a file inside the extension host, with an extension from a folder. */

/** What is run where. Paths are absolute. */
export interface HostTest {
  port: number;
  /** The folder of the extension that is loaded. */
  extension: string;
  /** A CommonJS file that exports `run`. */
  tests: string;
  workspace: string;
}

/** The address; the server must have been started with the test driver. */
export function hostTestUrl({ port, extension, tests, workspace }: HostTest): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension.replace(/\/$/, ''))],
    ['extensionTestsPath', remote(tests)],
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}
