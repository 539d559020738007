/** Where the real editor and the browser are, as `.ci/codeServer.mjs` found or made them. */

/** Paths of the programs. */
export interface EditorPrograms {
  /** code-server's entry, a Node program. */
  readonly server: string;
  /** The Node that it asks for. */
  readonly node: string;
  /** Chromium. */
  readonly browser: string;
}

/** Finds them. Fails where they are not there: suites are declared with `describeWithPeer('code-server', …)`. */
export function locateEditor(): EditorPrograms {
  const { LEITMOTIF_CODE_SERVER: server, LEITMOTIF_CODE_SERVER_NODE: node } = process.env;
  const browser = process.env.LEITMOTIF_BROWSER;
  if (server === undefined || node === undefined || browser === undefined)
    throw new Error(
      'code-server or Chromium is not installed: npm run check makes it, npm run test:e2e names it',
    );
  return { server, node, browser };
}
