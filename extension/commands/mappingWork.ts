/** Work on mappings, loaded with the first of its commands: it brings the table of controls with it. */
import * as vscode from 'vscode';
import { controlByName } from '../../bridge/protocol/attributeAddress.ts';
import { errorOf } from '../faultOf.ts';
import { cancelled, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { controlTitle } from '../bridge/controlTitle.ts';
import { attributeWords, mappingSentence, sourceWords } from '../bridge/mappingWords.ts';
import { abortSignalOf } from './abortSignalOf.ts';
import { askAttribute, askShape } from './askMapping.ts';
import type { AttributeControl } from '../../bridge/protocol/attributeAddress.ts';
import type { BridgeStatus } from '../../bridge/protocol/bridge.ts';
import type { ParameterMapping } from '../../bridge/protocol/parameterMapping.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { CommandParts } from './command.ts';

/** So long a parameter is waited for, in milliseconds. */
const patience = 60_000;

type Shape = Partial<Pick<ParameterMapping, 'input' | 'output' | 'curve' | 'feedback'>>;

/** Given an attribute and a shape; else asks. Answers the mapping. */
export async function mapParameter(
  { bridge }: CommandParts,
  given?: unknown,
  shape?: unknown,
): Promise<ParameterMapping> {
  mustBeHeard(await bridge.refresh());
  const control = (typeof given === 'string' ? controlByName(given) : undefined) ?? (await askAttribute());
  const learnt = await learn(bridge, control);
  try {
    const mapping = isShape(shape) ? { ...learnt, ...shape } : await askShape(learnt, control);
    await bridge.setMapping(mapping);
    void vscode.window.showInformationMessage(`Leitmotif: ${mappingSentence(mapping, vscode.l10n)}.`);
    return mapping;
  } catch (error) {
    // What was not finished moves nothing.
    await bridge.removeMapping(learnt.id);
    throw error;
  }
}

/** Given a line of the view, else asks. */
export async function changeMapping({ bridge }: CommandParts, given?: unknown): Promise<ParameterMapping> {
  const mapping = await chosenMapping(bridge, given, vscode.l10n.t('Change which mapping?'));
  const control = controlByName(mapping.attribute);
  if (control === undefined) throw noMapping();
  const changed = await askShape(mapping, control);
  await bridge.setMapping(changed);
  return changed;
}

/** Given a line of the view or an id, else asks. */
export async function removeMapping({ bridge }: CommandParts, given?: unknown): Promise<void> {
  const { id } = await chosenMapping(bridge, given, vscode.l10n.t('Remove which mapping?'));
  await bridge.removeMapping(id);
}

/** Nobody waits a minute for a parameter that cannot be heard. */
function mustBeHeard({ connection, daw, midiInput }: BridgeStatus): void {
  if (connection !== undefined || daw?.hears !== undefined || midiInput !== undefined) return;
  throw new LeitmotifError('not-available', {
    what: vscode.l10n.t('Nothing is connected that could be heard'),
    subject: vscode.l10n.t('Map DAW Parameter'),
    next: vscode.l10n.t(
      'Choose a program that speaks OSC with Connect DAW, or a port with Listen to MIDI Controller',
    ),
  });
}

async function learn(bridge: Bridge, control: AttributeControl): Promise<ParameterMapping> {
  let isGivenUp = false;
  const title = vscode.l10n.t(
    'Move the parameter in the DAW, or the knob, now: it will move {0}',
    controlTitle(control, vscode.l10n),
  );
  try {
    return await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_, token) => {
        token.onCancellationRequested(() => {
          isGivenUp = true;
        });
        return bridge.learn({ attribute: control.name, within: patience }, abortSignalOf(token));
      },
    );
  } catch (error) {
    if (errorOf(error).code !== 'cancelled' || isGivenUp) throw error;
    throw new LeitmotifError('not-available', {
      what: vscode.l10n.t('Nothing was heard that is no attribute already'),
      subject: controlTitle(control, vscode.l10n),
      next: vscode.l10n.t(
        'Look in the DAW view whether packets come, let the DAW send to that port, and try again',
      ),
      cause: error,
    });
  }
}

async function chosenMapping(bridge: Bridge, given: unknown, title: string): Promise<ParameterMapping> {
  const { mappings = [] } = bridge.view.remembered;
  const wanted = idOf(given);
  const there = mappings.find(({ id }) => id === wanted);
  if (there !== undefined) return there;
  if (mappings.length === 0 || wanted !== undefined) throw noMapping();
  const items = mappings.map((mapping) => ({
    label: sourceWords(mapping.source, vscode.l10n),
    description: attributeWords(mapping, vscode.l10n),
    mapping,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen === undefined) throw cancelled();
  return chosen.mapping;
}

function idOf(given: unknown): string | undefined {
  if (typeof given === 'string') return given;
  if (typeof given !== 'object' || given === null || !('mapping' in given)) return undefined;
  return typeof given.mapping === 'string' ? given.mapping : undefined;
}

function noMapping(): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: vscode.l10n.t('There is no such mapping'),
    subject: vscode.workspace.name ?? vscode.l10n.t('this window'),
    next: vscode.l10n.t('Make one with Map DAW Parameter'),
  });
}

function isShape(given: unknown): given is Shape {
  return typeof given === 'object' && given !== null && ['output', 'curve'].some((part) => part in given);
}
