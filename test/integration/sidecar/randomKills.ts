/**
 * Kills things at random moments and counts what is left over. Every round starts a job, waits a random while, kills the
 * child, the sidecar, both, or cuts a pipe, and looks for processes, folders and half-written takes.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { seededRandom } from '../../../bridge/protocol/seededRandom.ts';
import { codeOf, Conversation, longCue, longStoryCue, shortCue } from './conversations.ts';
import { childrenOf, isRunning, listen, parentOf, startSidecar, until } from './sidecarProcess.ts';
import { temporaryOut } from './temporaryOut.ts';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';
import type { RunningSidecar } from './sidecarProcess.ts';

/** What a run of rounds left. */
export interface KillReport {
  kills: number;
  /** Processes of a sidecar, its shells among them, that were still there without it {@link patience} after a kill. */
  orphans: number;
  /** Half-written take folders after the next take was made. */
  leftFolders: string[];
  /** Requests after the death of a child that did not succeed. */
  failedNext: string[];
}

const kinds = ['child', 'child', 'sidecar', 'both', 'input', 'stopped child, sidecar', 'pipe'] as const;

/** Many times what it takes, for machines that are slow. */
const patience: Milliseconds = 20_000;
/** Whatever a sidecar of ours starts, and what that starts, has it in its environment. */
const mark = `LEITMOTIF_RANDOM_KILLS=${String(process.pid)}`;

/** Runs so many rounds. */
export async function randomKills(rounds: number, seed: number): Promise<KillReport> {
  const random = seededRandom(seed);
  const out = temporaryOut();
  const report: KillReport = { kills: 0, orphans: 0, leftFolders: [], failedNext: [] };
  let sidecar: RunningSidecar | undefined;
  try {
    for (let round = 0; round < rounds; round++) {
      sidecar ??= await startMarked();
      const isAlive = await oneRound(sidecar, out.path, () => random.next(), report);
      if (!isAlive) sidecar = undefined;
    }
    sidecar ??= await startMarked();
    await new Conversation(sidecar, out.path).compose(shortCue);
    report.leftFolders.push(...readdirSync(out.path).filter((name) => name.endsWith('.part')));
    await sidecar.stop();
    return report;
  } finally {
    sidecar?.process.kill('SIGKILL');
    out.remove();
  }
}

/** One round; false where the sidecar is gone after it. */
async function oneRound(
  sidecar: RunningSidecar,
  out: string,
  random: () => number,
  report: KillReport,
): Promise<boolean> {
  const ask = new Conversation(sidecar, out);
  const pid = sidecar.process.pid!;
  const client = await listen(sidecar.initialized.stream);
  const job = codeOf(random() < 0.5 ? ask.brief(longStoryCue(20_000)) : ask.compose(longCue));
  await new Promise((resolve) => setTimeout(resolve, random() * 1200));
  const children = childrenOf(pid);
  const kind = kinds[Math.floor(random() * kinds.length)]!;
  report.kills++;
  if (kind === 'child' || kind === 'pipe') {
    if (kind === 'pipe') client.socket.destroy();
    else for (const child of children) process.kill(child, 'SIGKILL');
    await ask.cancelHard();
    await job;
    client.socket.destroy();
    await countOrphans(pid, report);
    const next = await codeOf(ask.brief(shortCue));
    // Dying too often is refused on purpose; then another sidecar takes over.
    if (next === undefined) return true;
    if (next !== 'restart-budget-spent') report.failedNext.push(`${kind}: ${next}`);
    sidecar.process.kill('SIGKILL');
  } else killHard(sidecar, kind, children);
  await sidecar.exited;
  await countOrphans(undefined, report);
  await removeFolder(sidecar, report);
  return false;
}

function killHard({ process: sidecar }: RunningSidecar, kind: string, children: readonly number[]): void {
  const signal = kind === 'both' ? 'SIGKILL' : 'SIGSTOP';
  if (kind === 'input') {
    sidecar.stdin!.destroy();
    return;
  }
  if (kind !== 'sidecar') for (const child of children) process.kill(child, signal);
  sidecar.kill('SIGKILL');
}

/** Counts what belongs to no sidecar any more, or to none but the one that lives, and ends it. */
async function countOrphans(sidecar: number | undefined, report: KillReport): Promise<void> {
  await until(() => orphans(sidecar).length === 0, patience).catch(() => undefined);
  const left = orphans(sidecar);
  report.orphans += left.length;
  for (const pid of left) process.kill(pid, 'SIGKILL');
}

/** All that was started for our sidecars but a sidecar that lives, and what it is the parent of. */
function orphans(sidecar: number | undefined): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isMarked(name))
    .map(Number)
    .filter((pid) => isRunning(pid) && pid !== sidecar)
    .filter((pid) => sidecar === undefined || parentOf(String(pid)) !== sidecar);
}

function isMarked(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark);
  } catch {
    return false;
  }
}

function startMarked(): Promise<RunningSidecar> {
  const [name = '', value = ''] = mark.split('=');
  return startSidecar({ environment: { [name]: value } });
}

async function removeFolder(sidecar: RunningSidecar, report: KillReport): Promise<void> {
  // What SIGKILL left of the pipe, the next sidecar removes.
  const folder = dirname(sidecar.initialized.stream.path);
  if (existsSync(folder)) await startSidecar().then((next) => next.stop());
  if (existsSync(folder)) report.leftFolders.push(folder);
}
