/** The proxy of the environment for an address, by the rules that curl made usual. */

/**
 * Finds the proxy for an address.
 *
 * `https_proxy` and `http_proxy` name it, for addresses of that protocol, in lower or upper case. `no_proxy` lists
 * hosts that are reached without one, parted by commas or blanks: `example.org` and `.example.org` mean the host and
 * all below it, `example.org:8443` one port of it, `*` everything.
 *
 * @returns undefined where there is none
 */
export function proxyOf(address: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const url = new URL(address);
  const scheme = url.protocol.slice(0, -1);
  const proxy = environment[`${scheme}_proxy`] || environment[`${scheme.toUpperCase()}_PROXY`];
  if (!proxy || isExempt(url, environment.no_proxy || environment.NO_PROXY || '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const used = port || (protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', only] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (only !== undefined && only !== used) return false;
      return hostname === name || hostname.endsWith(`.${name}`);
    });
}
