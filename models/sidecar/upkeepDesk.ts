/**
 * The desk for what is not music: packs and the doctor. Nothing is hashed, copied or fetched here.
 *
 * ```
 * packs/list                            ─► here: reads manifests and records, never weights
 * packs/install                         ─► install child, for as long as a download takes
 * packs/verify, packs/remove, doctor    ─► upkeep child, which therefore never waits for a download
 * ```
 */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { listPacks } from '../runtime/packs/listPacks.ts';
import { ResourceQueue } from './resourceQueue.ts';
import type { DoctorReport } from '../../bridge/protocol/doctor.ts';
import type { PackListings, PackVerdict } from '../../bridge/protocol/packListing.ts';
import type { InstallResult, RemoveResult } from '../../bridge/protocol/sidecar.ts';
import type { PackPlaces } from '../runtime/packs/packPlaces.ts';
import type { Helper } from './helper.ts';
import type { JobRegistry } from './jobRegistry.ts';
import type { Asked, DoctorHandler, PackHandlers, RequestContext } from './sidecarHandlers.ts';
import type { DoctorTask, UpkeepEvent, UpkeepTask } from './tasks.ts';

/** Who does the work, and where things are. */
export interface UpkeepParts {
  registry: JobRegistry;
  install: Helper;
  upkeep: Helper;
  places: PackPlaces;
  /** Parts of the installation that the doctor looks at. */
  examined: Pick<DoctorTask, 'soundFont' | 'knowledge'>;
  /** Packs came or went: who has some open must look again. */
  onChange: () => void;
}

/** Looks after packs, and examines the machine. */
export class UpkeepDesk implements PackHandlers {
  readonly #parts: UpkeepParts;
  readonly #installQueue = new ResourceQueue();
  readonly #upkeepQueue = new ResourceQueue();

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  list(): Promise<PackListings> {
    return listPacks(this.#parts.places);
  }

  async install(asked: Asked<'install'>, context: RequestContext): Promise<InstallResult> {
    const { job, id, consent, bytes, from, directory } = asked;
    if (!consent || bytes === undefined) throw unasked(id);
    const { places, onChange } = this.#parts;
    const task = { kind: 'install', places, id, bytes, from, directory } as const;
    const installed = (await this.#run(job, task, context)) as InstallResult;
    if (installed.isNew) onChange();
    return installed;
  }

  async verify({ job, id }: Asked<'verify'>, context: RequestContext): Promise<PackVerdict[]> {
    const { places } = this.#parts;
    return (await this.#run(job, { kind: 'verify', places, id }, context)) as PackVerdict[];
  }

  async remove({ job, id }: Asked<'remove'>, context: RequestContext): Promise<RemoveResult> {
    const { places, onChange } = this.#parts;
    const removed = (await this.#run(job, { kind: 'remove', places, id }, context)) as RemoveResult;
    onChange();
    return removed;
  }

  readonly doctor: DoctorHandler = async ({ job, folder = process.cwd() }, context) => {
    const { places, examined } = this.#parts;
    return (await this.#run(job, { kind: 'doctor', places, folder, ...examined }, context)) as DoctorReport;
  };

  #run(id: number, task: UpkeepTask, context: RequestContext): Promise<unknown> {
    const { registry, install, upkeep } = this.#parts;
    const [helper, queue] =
      task.kind === 'install' ? [install, this.#installQueue] : [upkeep, this.#upkeepQueue];
    return registry.do(id, context, (job) =>
      queue.run('compose', job.signal, async () => {
        const { signal, progress } = job;
        const onEvent = (event: unknown): void => {
          if (!signal.aborted) progress((event as UpkeepEvent).report);
        };
        job.helper = helper;
        try {
          return await helper.run(task, { signal, onEvent });
        } finally {
          delete job.helper;
        }
      }),
    );
  }
}

function unasked(id: string): LeitmotifError {
  return new LeitmotifError('consent-missing', {
    what: 'Nothing is fetched unless the person was shown its size and agreed',
    subject: `packs/install ${id}`,
    next: 'Show the size that packs/list says, ask, and send it with consent: true',
  });
}
