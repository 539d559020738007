/** Ends of a UDP line as people write them: `9000`, `127.0.0.1:9000`, `[::1]:9000`. */

/** A port, or undefined where it is none. 0, for any that is free, only where that makes sense. */
export function portOf(text: string, least: 0 | 1 = 1): number | undefined {
  if (!/^\s*\d{1,5}\s*$/.test(text)) return undefined;
  const port = Number(text);
  return port >= least && port <= 65_535 ? port : undefined;
}

/** Where another program hears. Without a host it is this machine. Undefined where the text is neither. */
export function endOf(text: string): { host: string; port: number } | undefined {
  const [, bracketed, plain, digits = ''] =
    /^\s*(?:(?:\[([\da-f:.]+)\]|([\w.-]+)):)?(\d+)\s*$/i.exec(text) ?? [];
  const port = portOf(digits);
  return port === undefined ? undefined : { host: bracketed ?? plain ?? '127.0.0.1', port };
}

/** Whether a host is this machine alone. A name is not, unless it is `localhost`: it may lead anywhere. */
export function isThisMachine(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}
