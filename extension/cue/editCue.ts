/** Turns one act of editing into the new text of a cue document. */
import { attributeNames } from '../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { CueText, idOf } from './cueText.ts';
import { freeId } from './freeId.ts';
import { tidyCondition } from './newCueText.ts';
import { readCue } from './readCue.ts';
import type { z } from 'zod';
import type { Condition, CueSection, Hit, takeReferenceSchema } from '../../bridge/protocol/cue.ts';
import type { CueEdit, GivenAttribute } from '../../bridge/protocol/panels/cueEdit.ts';

/** A take as the cue names it. */
export type TakeReference = z.infer<typeof takeReferenceSchema>;

/** What a DAW's project says becomes part of the cue, as one step of undo. Without sections those that are there stay. */
export interface DawEdit {
  kind: 'take-from-daw';
  /** Name of the DAW. */
  title: string;
  attributes: GivenAttribute[];
  sections?: CueSection[];
  hit?: Omit<Hit, 'id'>;
}

/** Acts of the host itself beside those of a person. */
export type HostEdit =
  | CueEdit
  | { kind: 'add-take'; take: TakeReference }
  | { kind: 'remove-take'; take: string }
  | DawEdit
  /** The file of a condition was found elsewhere. */
  | { kind: 'set-path'; condition: string; path: string };

/**
 * The new text. What the act does not touch stays as it was written; an act on something that is gone changes nothing.
 *
 * @throws LeitmotifError `request-invalid` where the cue would be wrong afterwards and was not before
 */
export function editCue(text: string, edit: HostEdit): string {
  const document = new CueText(text);
  perform(document, edit);
  if (document.text === text) return text;
  const before = readCue(text, '').faults.map(({ what }) => what);
  const after = readCue(document.text, '').faults;
  const worse = after.find(({ what }) => !before.includes(what));
  if (worse === undefined || after.length <= before.length) return document.text;
  throw new LeitmotifError('request-invalid', {
    what: worse.what,
    subject: edit.kind,
    next: 'Nothing was changed; choose another value',
  });
}

function perform(document: CueText, edit: HostEdit): void {
  switch (edit.kind) {
    case 'set-title':
      document.set(['title'], edit.title === '' ? undefined : edit.title);
      break;
    case 'set-description':
      document.set(['description'], edit.text === '' ? undefined : edit.text);
      break;
    case 'set-seed':
      document.set(['seed'], edit.seed);
      break;
    case 'set-attribute':
      document.set(['attributes', edit.name], edit.value);
      break;
    case 'set-attributes':
      for (const { name, value } of edit.attributes) document.set(['attributes', name], value);
      break;
    case 'take-from-daw':
      takeFromDaw(document, edit);
      break;
    case 'reset-attribute':
      document.set(['attributes', edit.name], undefined);
      break;
    case 'reset-all-attributes':
      for (const name of attributeNames) document.set(['attributes', name], undefined);
      break;
    default:
      performOnEntry(document, edit);
  }
}

function takeFromDaw(document: CueText, { title, attributes, sections, hit }: DawEdit): void {
  for (const { name, value } of attributes) document.set(['attributes', name], value);
  // Bars and a tempo say how long it is; seconds beside them would pull at the tempo.
  if (attributes.some(({ name }) => name === 'bars')) document.set(['attributes', 'seconds'], undefined);
  if (attributes.length > 0) noteDaw(document, title, attributes);
  if (sections !== undefined) document.set(['sections'], sections.length === 0 ? undefined : sections);
  if (hit === undefined) return;
  const ids = new Set(document.entries('hits').flatMap((entry) => idOf(entry) ?? []));
  document.put('hits', { id: freeId('daw', ids), ...hit });
}

/** The cue says what of it is a DAW's; what was taken from the same one earlier stays. */
function noteDaw(document: CueText, title: string, attributes: readonly GivenAttribute[]): void {
  const { title: earlier } = document.fields('fromDaw');
  if (earlier !== title) document.set(['fromDaw'], { title, attributes: {} });
  for (const { name, value } of attributes) document.set(['fromDaw', 'attributes', name], value);
}

type EntryEdit = Exclude<
  HostEdit,
  {
    kind:
      | 'set-title'
      | 'set-description'
      | 'set-seed'
      | 'set-attribute'
      | 'set-attributes'
      | 'take-from-daw'
      | 'reset-attribute'
      | 'reset-all-attributes';
  }
>;

function performOnEntry(document: CueText, edit: EntryEdit): void {
  switch (edit.kind) {
    case 'put-section':
      document.put('sections', edit.section);
      break;
    case 'put-hit':
      document.put('hits', edit.hit);
      break;
    case 'put-theme':
      document.put('themes', edit.theme);
      break;
    case 'put-lock':
      document.put('locks', edit.lock);
      break;
    case 'remove-entry':
      document.remove(edit.of, edit.id);
      break;
    case 'put-keyframe':
    case 'remove-keyframe':
      setKeyframe(document, edit);
      break;
    case 'add-take':
      document.put('takes', edit.take);
      break;
    case 'remove-take':
      document.remove('takes', edit.take);
      break;
    case 'rename-take':
      setOf(document, 'takes', edit.take, 'name', edit.name === '' ? undefined : edit.name);
      break;
    case 'star-take':
      setOf(document, 'takes', edit.take, 'starred', edit.starred ? true : undefined);
      break;
    default:
      performOnCondition(document, edit);
  }
}

type ConditionEdit = Extract<
  HostEdit,
  {
    kind:
      | 'set-text'
      | 'set-alt'
      | 'set-weight'
      | 'set-path'
      | 'remove-condition'
      | 'move-condition'
      | 'add-conditions';
  }
>;

function performOnCondition(document: CueText, edit: ConditionEdit): void {
  switch (edit.kind) {
    case 'set-text':
      setText(document, edit.of, edit.text);
      break;
    case 'set-alt':
      setOf(document, 'conditions', edit.condition, 'alt', edit.alt === '' ? undefined : edit.alt);
      break;
    case 'set-weight':
      setOf(document, 'conditions', edit.condition, 'weight', edit.weight === 1 ? undefined : edit.weight);
      break;
    case 'set-path':
      setOf(document, 'conditions', edit.condition, 'path', edit.path);
      break;
    case 'remove-condition':
      document.remove('conditions', edit.condition);
      break;
    case 'move-condition':
      moveCondition(document, edit.condition, edit.to);
      break;
    case 'add-conditions':
      addConditions(document, edit.conditions);
      break;
  }
}

function setOf(document: CueText, list: string, id: string, field: string, value: unknown): void {
  const index = document.indexOf(list, id);
  if (index !== -1) document.set([list, index, field], value);
}

/** The panel's field is the first caption, or the first story that has its words in the cue itself. */
function setText(document: CueText, kind: 'caption' | 'story', text: string): void {
  const index = document.entries('conditions').findIndex((entry) => isTextOf(entry, kind));
  if (text === '') {
    if (index !== -1) document.set(['conditions', index], undefined);
  } else if (index !== -1) document.set(['conditions', index, 'text'], text);
  else document.insert(['conditions'], { kind, id: freeId(kind, idsOf(document)), text });
}

function isTextOf(entry: unknown, kind: string): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  return 'kind' in entry && entry.kind === kind && !('path' in entry);
}

function moveCondition(document: CueText, id: string, to: number): void {
  const entries = document.entries('conditions');
  const from = document.indexOf('conditions', id);
  const target = Math.max(0, Math.min(to, entries.length - 1));
  if (from === -1 || from === target) return;
  document.set(['conditions', from], undefined);
  document.insert(['conditions'], entries[from], target);
}

function addConditions(document: CueText, conditions: readonly Condition[]): void {
  const ids = idsOf(document);
  for (const condition of conditions) {
    const id = freeId(condition.id, ids);
    ids.add(id);
    document.insert(['conditions'], tidyCondition({ ...condition, id }));
  }
}

function idsOf(document: CueText): Set<string> {
  return new Set(document.entries('conditions').flatMap((entry) => idOf(entry) ?? []));
}

type KeyframeEdit = Extract<HostEdit, { kind: 'put-keyframe' | 'remove-keyframe' }>;

/** Keyframes are in order of time; the last one takes its list with it. */
function setKeyframe(document: CueText, edit: KeyframeEdit): void {
  const there = document.fields('keyframes')[edit.name];
  const frames: unknown[] = Array.isArray(there) ? there : [];
  const index = frames.findIndex((frame) => secondsOf(frame) === edit.seconds);
  if (edit.kind === 'remove-keyframe') {
    if (index === -1) return;
    document.set(frames.length === 1 ? ['keyframes', edit.name] : ['keyframes', edit.name, index], undefined);
    return;
  }
  const frame = { seconds: edit.seconds, value: edit.value, curve: edit.curve };
  const later = frames.findIndex((each) => (secondsOf(each) ?? -1) > edit.seconds);
  if (index !== -1) document.set(['keyframes', edit.name, index], frame);
  else document.insert(['keyframes', edit.name], frame, later === -1 ? undefined : later);
}

function secondsOf(frame: unknown): number | undefined {
  if (typeof frame !== 'object' || frame === null || !('seconds' in frame)) return undefined;
  return typeof frame.seconds === 'number' ? frame.seconds : undefined;
}
