/**
 * HTTP for downloads, and for nothing else: no other part of Leitmotif asks the network for anything.
 *
 * Proxies of the environment are honoured, with name and password in the proxy's address. SOCKS proxies, automatic
 * configuration (PAC) and sign-on by Kerberos or NTLM are not.
 */
import type { Dispatcher, Response } from 'undici';
import { proxyOf } from './proxyOf.ts';

/** One request. */
export interface HttpRequest {
  method?: 'GET' | 'HEAD';
  headers?: Readonly<Record<string, string>>;
  /** `manual` shows a redirection instead of following it. */
  redirect?: 'follow' | 'manual';
  signal?: AbortSignal | undefined;
}

/** A client with its open connections. */
export interface HttpClient {
  fetch(url: string, request?: HttpRequest): Promise<Response>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Milliseconds without a byte after which a connection counts as dropped. */
const silence = 30_000;

/** Opens a client for one job. The library is loaded here: starting up does not pay for it. */
export async function openHttpClient(options: { silenceMs?: number } = {}): Promise<HttpClient> {
  const { Agent, ProxyAgent, fetch } = await import('undici');
  const patience = options.silenceMs ?? silence;
  const limits = { headersTimeout: patience, bodyTimeout: patience, connect: { timeout: patience } };
  const agents = new Map<string | undefined, Dispatcher>();
  const agentFor = (url: string): Dispatcher => {
    const uri = proxyOf(url);
    const agent =
      agents.get(uri) ?? (uri === undefined ? new Agent(limits) : new ProxyAgent({ ...limits, uri }));
    agents.set(uri, agent);
    return agent;
  };
  return {
    fetch: (url, { signal, ...request } = {}) =>
      fetch(url, {
        ...request,
        ...(signal === undefined ? {} : { signal }),
        dispatcher: agentFor(url),
      }),
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}
