/** How one test inside the extension host came out. */
export interface HostTestResult {
  /** Suites from the outside in, then the test. */
  readonly title: readonly string[];
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly error?: string;
}
