/**
 * A new take from an older one, of which something is kept:
 *
 *   take.json ─► its piece again ─► what is asked, checked ─► revised ─► composeTake ─► a new folder
 *
 * Nothing of the old take is touched.
 */
import { randomInt } from 'node:crypto';
import { decisionSeed } from '../../../bridge/protocol/seededRandom.ts';
import { LeitmotifError, throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { attributeRanges } from '../../../bridge/protocol/attributes.ts';
import { readMidiFile } from '../../conditions/midiFile.ts';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { composeTake } from '../composeTake.ts';
import { isInKey, mostTries } from '../composeInKey.ts';
import { openTakeFolder } from '../takeFolder.ts';
import { cueTitle, takeName } from '../takeName.ts';
import { isArcPiece } from '../../engines/score/revision/piece.ts';
import { checkAgainst, checkTogether, unchanged } from './askedRevision.ts';
import { editedScore } from './editedScore.ts';
import { editedFiles } from './preparedRevision.ts';
import { reviseOrSay } from './replay.ts';
import { revisedBrief } from './revisedBrief.ts';
import { parentsOf, suitableTake } from './suitableTake.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { ProgressListener } from '../../../bridge/protocol/progress.ts';
import type { Change } from '../../../bridge/protocol/revision.ts';
import type { RevisedPiece, ReviseRequest } from '../../engines/score/revision/revise.ts';
import type { SampleRate } from '../composeTakes.ts';
import type { SoundStack } from '../stack.ts';
import type { Take } from '../take.ts';
import type { AskedRevision } from './askedRevision.ts';
import type { EditedScore } from './editedScore.ts';
import type { PreparedRevision } from './preparedRevision.ts';
import type { SuitableTake } from './suitableTake.ts';

/** What to make of a take. */
export interface RevisionRequest extends AskedRevision {
  /** The recipe of the take, or its folder. */
  path: string;
  /** Folder that the new take folder goes into; beside the old one unless told. */
  out?: string | undefined;
  /** Those of the old take unless told. */
  stems?: boolean | undefined;
  sampleRate?: SampleRate | undefined;
  signal?: AbortSignal;
  progress?: ProgressListener;
}

/**
 * Makes a take from an older one.
 *
 * @throws LeitmotifError `usage` and `setting-invalid` (contradictions), `take-unsuitable` (a take that cannot be revised, a lock that does
 *   not hold), `midi-undecodable`, `midi-empty`, `brief-impossible`, those of recipes, rendering and output
 */
export async function reviseTake(stack: SoundStack, request: RevisionRequest): Promise<Take> {
  checkTogether(request);
  const suitable = await suitableTake(request.path, request.score !== undefined);
  const { recipe, folder: from } = suitable.take;
  const prepared = await prepareRevision(suitable, request);
  const sampleRate = request.sampleRate ?? (recipe.sampleRate === 48_000 ? 48_000 : 44_100);
  stack.warmUp(sampleRate);
  throwIfCancelled(request.signal);
  const title = cueTitle(recipe.cue);
  const folder = openTakeFolder(request.out ?? dirname(from), takeName(title, prepared.seed));
  try {
    return await composeTake(stack, {
      seed: prepared.seed,
      title,
      folder,
      sampleRate,
      stems: request.stems ?? recipe.files.stems.length > 0,
      begun: performance.now(),
      revision: prepared.revision,
      prepared: {
        brief: prepared.brief,
        cue: { ...recipe.cue, attributes: { ...recipe.cue.attributes, ...prepared.given } },
        inputs: recipe.inputs,
        packs: recipe.packs,
        provider: recipe.device.provider,
        timings: {},
        engine: { name: 'score', asked: 'score', reason: `a revision of ${recipe.id}` },
      },
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      ...(request.progress === undefined ? {} : { progress: request.progress }),
    });
  } finally {
    folder.discard();
  }
}

interface Prepared {
  brief: Brief;
  seed: number;
  /** Attributes of the whole take that were changed. */
  given: RevisionRequest['attributes'];
  revision: PreparedRevision;
}

async function prepareRevision(suitable: SuitableTake, asked: RevisionRequest): Promise<Prepared> {
  const { take, replayed } = suitable;
  const { recipe, folder } = take;
  const { piece, seeds: own } = replayed;
  const isRolled = rolls(asked);
  checkAgainst(asked, piece, recipe.brief, isRolled);
  const same = unchanged(asked.attributes, recipe.brief);
  if (!isRolled && asked.score === undefined && same.length === Object.keys(asked.attributes).length)
    throw new LeitmotifError('setting-invalid', {
      what: 'The take is like that already',
      subject: same.map((name) => `--${name}`).join(', '),
      next: 'Give another value, or a --seed to compose it anew',
    });
  const edited =
    asked.score === undefined ? undefined : await readEditedScore(asked.score, piece, asked.signal);
  const given = asked.bars === undefined ? asked.attributes : {};
  const brief = revisedBrief(recipe.brief, {
    attributes: given,
    bars: barsOf(asked, edited, suitable),
    keepsInstruments: asked.keep.includes('instruments'),
  });
  const change: Change = {
    keep: [...asked.keep],
    reroll: isRolled,
    ...(asked.bars === undefined ? {} : { bars: [...asked.bars] }),
    ...(asked.extend === undefined ? {} : { extend: asked.extend }),
    ...(edited === undefined ? {} : { score: { file: edited.file, sha256: edited.sha256 } }),
    attributes: asked.attributes,
  };
  const seed = asked.seed ?? (isRolled ? randomInt(2 ** 32) : recipe.seed);
  const { revised, tries } = reviseInKey({ before: piece, own, brief, change, seed, edited: edited?.parts });
  const parents = parentsOf(suitable);
  const old = recipe.revision === undefined ? [] : editedFiles(recipe.revision, folder);
  return {
    brief,
    seed,
    given,
    revision: {
      parents,
      change,
      composed: { score: revised.piece.score, seeds: revised.seeds, candidates: revised.candidates, tries },
      kept: revised.kept,
      notes: [...revised.notes, ...(edited?.notes ?? [])],
      files: [...old, ...(edited === undefined ? [] : [{ name: edited.file, bytes: edited.bytes }])],
    },
  };
}

/** Locks alone roll the rest again; attributes alone change what they govern and nothing else. */
function rolls({ keep, bars, extend, seed, score, attributes }: AskedRevision): boolean {
  if (score !== undefined) return false;
  if (bars !== undefined || extend !== undefined || seed !== undefined) return true;
  return keep.length > 0 && Object.keys(attributes).length === 0;
}

/** Revises; what is composed anew and would be heard in another key, with other seeds, as `composeInKey` does. */
function reviseInKey(request: ReviseRequest): { revised: RevisedPiece; tries: number } {
  const first = reviseOrSay(request);
  const isAsked = ({ piece }: RevisedPiece): boolean => isInKey(piece.score, request.brief);
  if (!request.change.reroll || isAsked(first)) return { revised: first, tries: 1 };
  for (let tries = 2; tries <= mostTries; tries++) {
    const next = reviseOrSay({ ...request, seed: decisionSeed(request.seed, `key/${tries}`) });
    if (isAsked(next)) return { revised: next, tries };
  }
  return { revised: first, tries: mostTries };
}

interface ReadEdited extends EditedScore {
  file: string;
  sha256: string;
  bytes: Uint8Array;
}

async function readEditedScore(
  path: string,
  { score }: ReviseRequest['before'],
  signal: AbortSignal | undefined,
): Promise<ReadEdited> {
  const { sha256 } = await readMidiFile(path, { signal });
  const bytes = await readFile(path);
  return { ...editedScore(bytes, path, score), bytes, sha256, file: `edited-${sha256.slice(0, 12)}.mid` };
}

/** How many bars there are now. An edited score that goes on past the end makes the take longer. */
function barsOf(
  asked: AskedRevision,
  edited: EditedScore | undefined,
  { replayed, take }: SuitableTake,
): number {
  const { piece } = replayed;
  const { score } = piece;
  if (isArcPiece(piece)) {
    if (edited === undefined || edited.lastOnset < score.endTick) return score.bars;
    throw new LeitmotifError('take-unsuitable', {
      what: 'The edited score has notes after the last bar, and a take that changes over time ends where its sections end',
      subject: asked.score ?? '',
      next: `End it with bar ${score.bars}`,
    });
  }
  const { bar } = piece.composition.request.grid;
  const bars =
    edited === undefined
      ? score.bars + (asked.extend ?? 0)
      : Math.max(score.bars, Math.floor(edited.lastOnset / bar) + 1);
  if (bars <= attributeRanges.bars.max) return bars;
  throw new LeitmotifError('setting-invalid', {
    what: `The take would have ${bars} bars, more than the ${attributeRanges.bars.max} that one may have`,
    subject: asked.score ?? `--extend ${asked.extend ?? 0}`,
    next: `Leave it at ${attributeRanges.bars.max} bars; ${take.recipe.id} has ${score.bars}`,
  });
}
