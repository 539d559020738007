/**
 * The conversation: checks what is asked, asks those who know, and says what went wrong in words of the catalogue.
 *
 *   message → initialized? → parameters checked → handler → answer, or a fault
 */
import { ErrorCodes, ResponseError } from 'vscode-jsonrpc';
import { cueVersion } from '../../bridge/protocol/cue.ts';
import { cancelled, LeitmotifError } from '../../bridge/protocol/errors.ts';
import * as protocol from '../../bridge/protocol/sidecar.ts';
import * as params from '../../bridge/protocol/sidecarParams.ts';
import { toCatalogued } from './helperFault.ts';
import { ProgressGate } from './progressGate.ts';
import { mostJobs } from './sidecarHandlers.ts';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import type { z } from 'zod';
import type { SidecarFault } from '../../bridge/protocol/sidecar.ts';
import type { RequestContext, SidecarHandlers } from './sidecarHandlers.ts';

/** Serves a connection. Call `connection.listen()` afterwards. */
export function serveSidecar(connection: MessageConnection, handlers: SidecarHandlers): void {
  const server = new SidecarServer(connection, handlers);
  server.answerLifecycle();
  server.answerJobs();
  server.answerPacks();
}

/**
 * Checks one request of each large kind, so that what the schemas prepare at their first use is there before the conversation
 * begins and holds nobody up within it.
 */
export function rehearse(): void {
  const cue = { leitmotif: cueVersion, conditions: [{ kind: 'caption', id: 'c', text: 'a' }] };
  const job = { job: 1, cue, folder: '/', out: '/', seed: 1, from: 0, seconds: 1 };
  for (const schema of [params.briefParams, params.composeParams, params.previewParams]) {
    schema.safeParse(job);
  }
  params.initializeParams.safeParse({ protocolVersion: 0, client: { name: 'a', version: '0' } });
}

type ProviderName = z.output<typeof params.initializeParams>['provider'];
type Context = RequestContext & { gate: ProgressGate };

class SidecarServer {
  readonly #connection: MessageConnection;
  readonly #handlers: SidecarHandlers;
  #state: 'new' | 'ready' | 'shut' = 'new';
  /** Of jobs that name none. */
  #provider: ProviderName;

  constructor(connection: MessageConnection, handlers: SidecarHandlers) {
    this.#connection = connection;
    this.#handlers = handlers;
  }

  answerLifecycle(): void {
    const { jobs, exit, shutdown } = this.#handlers;
    this.#connection.onRequest(protocol.initializeRequest, (asked) => answer(() => this.#initialize(asked)));
    this.#connection.onRequest(protocol.pingRequest, () =>
      answer(() => ({ uptime: Math.round(process.uptime() * 1000), jobs: jobs.count })),
    );
    this.#connection.onRequest(protocol.shutdownRequest, () =>
      answer(async () => {
        this.#state = 'shut';
        await shutdown();
        return null;
      }),
    );
    this.#connection.onNotification(protocol.exitNotification, () => {
      exit(this.#state === 'shut');
    });
  }

  answerJobs(): void {
    const { jobs } = this.#handlers;
    this.#connection.onRequest(protocol.briefRequest, (asked, token) =>
      this.#job(params.briefParams, asked, token, (given, context) =>
        jobs.brief(this.#placed(given), context),
      ),
    );
    this.#connection.onRequest(protocol.composeRequest, (asked, token) =>
      this.#job(params.composeParams, asked, token, (given, context) =>
        jobs.compose(this.#placed(given), context),
      ),
    );
    this.#connection.onRequest(protocol.previewRequest, (asked, token) =>
      this.#job(params.previewParams, asked, token, (given, context) =>
        jobs.preview(this.#placed(given), context),
      ),
    );
    this.#connection.onRequest(protocol.performRequest, (asked, token) =>
      this.#job(params.performParams, asked, token, (given, context) =>
        jobs.perform(this.#placed(given), context),
      ),
    );
    this.#connection.onRequest(protocol.remakeRequest, (asked, token) =>
      this.#job(params.remakeParams, asked, token, (given, context) =>
        jobs.remake(this.#placed(given), context),
      ),
    );
    this.#connection.onRequest(protocol.cancelRequest, (asked) =>
      this.#when(async () => {
        const { job, hard } = checked(params.cancelParams, asked);
        return { found: await jobs.cancel(job, hard) };
      }),
    );
  }

  answerPacks(): void {
    const { packs, doctor } = this.#handlers;
    this.#connection.onRequest(protocol.packsListRequest, () => this.#when(() => packs.list()));
    this.#connection.onRequest(protocol.packsVerifyRequest, (asked, token) =>
      this.#job(params.verifyParams, asked, token, (given, context) => packs.verify(given, context)),
    );
    this.#connection.onRequest(protocol.packsInstallRequest, (asked, token) =>
      this.#job(params.installParams, asked, token, (given, context) => {
        if (packs.install === undefined) throw notAvailable('packs/install');
        return packs.install(given, context);
      }),
    );
    this.#connection.onRequest(protocol.packsRemoveRequest, (asked, token) =>
      this.#job(params.removeParams, asked, token, (given, context) => {
        if (packs.remove === undefined) throw notAvailable('packs/remove');
        return packs.remove(given, context);
      }),
    );
    this.#connection.onRequest(protocol.doctorRequest, (asked, token) =>
      this.#job(params.doctorParams, asked, token, (given, context) => {
        if (doctor === undefined) throw notAvailable('doctor');
        return doctor(given, context);
      }),
    );
  }

  #initialize(asked: unknown): protocol.InitializeResult {
    const { protocolVersion, provider } = checked(params.initializeParams, asked);
    if (protocolVersion !== protocol.sidecarProtocolVersion) throw mismatch(protocolVersion);
    if (this.#state === 'new') this.#state = 'ready';
    this.#provider = provider;
    const { version, stream, packs, doctor } = this.#handlers;
    const unavailable = [
      ...(packs.install === undefined ? ['packs/install'] : []),
      ...(packs.remove === undefined ? ['packs/remove'] : []),
      ...(doctor === undefined ? ['doctor'] : []),
    ];
    return {
      protocolVersion: protocol.sidecarProtocolVersion,
      version,
      pid: process.pid,
      stream,
      capabilities: { unavailable, previewSeconds: params.longestPreview, queue: mostJobs },
    };
  }

  /** A job runs on the provider that it names, else on that of the conversation. */
  #placed<P extends { provider?: ProviderName }>(given: P): P {
    return given.provider === undefined ? { ...given, provider: this.#provider } : given;
  }

  /** Answers once the conversation was opened. */
  #when<T>(work: () => Promise<T>): Promise<T | ResponseError<SidecarFault>> {
    return answer(() => {
      if (this.#state !== 'ready') throw notInitialized(this.#state);
      return work();
    });
  }

  /** Answers with checked parameters, progress and cancellation. */
  #job<S extends z.ZodType, T>(
    schema: S,
    asked: unknown,
    token: CancellationToken,
    work: (given: z.output<S>, context: RequestContext) => Promise<T>,
  ): Promise<T | ResponseError<SidecarFault>> {
    return this.#when(async () => {
      const given = checked(schema, asked);
      const context = this.#context(given, token);
      try {
        return await work(given, context);
      } finally {
        context.gate.close();
      }
    });
  }

  #context(given: unknown, token: CancellationToken): Context {
    const controller = new AbortController();
    if (token.isCancellationRequested) controller.abort();
    token.onCancellationRequested(() => {
      controller.abort();
    });
    const job = isJob(given) ? given.job : 0;
    const gate = new ProgressGate((report) => {
      // A client that is gone needs no progress.
      void this.#connection
        .sendNotification(protocol.progressNotification, { ...report, job })
        .catch(() => undefined);
    });
    return { signal: controller.signal, progress: gate.report, gate };
  }
}

async function answer<T>(work: () => T | Promise<T>): Promise<T | ResponseError<SidecarFault>> {
  try {
    return await work();
  } catch (error) {
    return toResponse(error);
  }
}

function toResponse(error: unknown): ResponseError<SidecarFault> {
  const known = toCatalogued(error);
  if (known.code === 'internal') process.stderr.write(`${stackOf(known.cause)}\n`);
  return new ResponseError(numberOf(known), known.message, known.toJSON());
}

function numberOf({ code }: LeitmotifError): number {
  if (code === 'cancelled') return protocol.faultNumbers.cancelled;
  if (code === 'not-initialized') return ErrorCodes.ServerNotInitialized;
  return code === 'request-invalid' ? protocol.faultNumbers.invalid : protocol.faultNumbers.failed;
}

/** @throws LeitmotifError `request-invalid` */
function checked<S extends z.ZodType>(schema: S, asked: unknown): z.output<S> {
  const result = schema.safeParse(asked);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new LeitmotifError('request-invalid', {
    what: `The request is wrong: ${issue?.message ?? 'unknown'}`,
    subject: issue === undefined || issue.path.length === 0 ? 'parameters' : issue.path.join('.'),
    next: 'Report this with the log; extension and sidecar disagree',
  });
}

function mismatch(version: number): LeitmotifError {
  return new LeitmotifError('protocol-mismatch', {
    what: `The client speaks version ${version} and the sidecar version ${protocol.sidecarProtocolVersion}`,
    subject: 'protocol',
    next: 'Install the extension and the program of the same release',
  });
}

function notInitialized(state: 'new' | 'shut'): LeitmotifError {
  if (state === 'shut') return cancelled();
  return new LeitmotifError('not-initialized', {
    what: 'The conversation was not opened',
    subject: 'initialize',
    next: 'Send initialize first',
  });
}

function notAvailable(method: string): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: 'This is not available in this build',
    subject: method,
    next: 'Use a newer release',
  });
}

function isJob(given: unknown): given is { job: number } {
  return typeof given === 'object' && given !== null && 'job' in given && typeof given.job === 'number';
}

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
