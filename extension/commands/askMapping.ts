/** Asks what a parameter of the DAW moves, and how: which attribute, from where to where, by which curve, and whether it is moved back. */
import * as vscode from 'vscode';
import { attributeControls } from '../../bridge/protocol/attributeAddress.ts';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { mappingCurves } from '../../bridge/protocol/parameterMapping.ts';
import { controlTitle } from '../bridge/controlTitle.ts';
import { curveWords, outputWords, rangeWords, sourceWords } from '../bridge/mappingWords.ts';
import { rangeOf } from '../bridge/valueRange.ts';
import type { AttributeControl, ChoiceControl } from '../../bridge/protocol/attributeAddress.ts';
import type { MappingRange, ParameterMapping } from '../../bridge/protocol/parameterMapping.ts';

type Curve = (typeof mappingCurves)[number];

/** @throws LeitmotifError `cancelled` */
export async function askAttribute(): Promise<AttributeControl> {
  const items = attributeControls.map((control) => ({
    label: controlTitle(control, vscode.l10n),
    description: outputWords(control, wholeOf(control)),
    detail: control.description,
    control,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: vscode.l10n.t('Map DAW Parameter'),
    placeHolder: vscode.l10n.t('Which attribute shall it move?'),
    matchOnDetail: true,
  });
  if (chosen === undefined) throw cancelled();
  return chosen.control;
}

/** The mapping with another shape; its title shows which parameter it is. @throws LeitmotifError `cancelled` */
export async function askShape(
  mapping: ParameterMapping,
  control: AttributeControl,
): Promise<ParameterMapping> {
  const title = vscode.l10n.t('Learnt: {0}', sourceWords(mapping.source, vscode.l10n));
  const output = await askOutput(title, mapping.output, control);
  const input = mapping.source.kind === 'midi' ? mapping.input : await askInput(title, mapping.input);
  const curve = await askCurve(title, mapping.curve);
  const feedback = await askFeedback(title, control);
  return { ...mapping, output, input, curve, feedback };
}

async function askOutput(
  title: string,
  there: MappingRange,
  control: AttributeControl,
): Promise<MappingRange> {
  const { from, to } = there;
  const whole = wholeOf(control);
  const turned = { from: to, to: from };
  const isWhole = from === whole.from && to === whole.to;
  const range = await choose<MappingRange | undefined>(
    { title, placeHolder: vscode.l10n.t('How far does it move {0}?', controlTitle(control, vscode.l10n)) },
    [
      {
        label: outputWords(control, there),
        value: there,
        description: isWhole ? vscode.l10n.t('all of it') : '',
      },
      {
        label: outputWords(control, turned),
        value: turned,
        description: vscode.l10n.t('the other way round'),
      },
      ...(isWhole
        ? []
        : [{ label: outputWords(control, whole), value: whole, description: vscode.l10n.t('all of it') }]),
      { label: vscode.l10n.t('A part of it…'), value: undefined },
    ],
  );
  if (range !== undefined) return range;
  if (control.kind === 'choice') return askChoices(title, control);
  const example = outputWords(control, whole);
  return askRange(title, vscode.l10n.t('From and to, within {0}', example), there, control);
}

async function askChoices(title: string, control: ChoiceControl): Promise<MappingRange> {
  const items = control.choices.map((label, value) => ({ label, value }));
  const from = await choose(
    { title, placeHolder: vscode.l10n.t('At the lower end of the parameter') },
    items,
  );
  const to = await choose(
    { title, placeHolder: vscode.l10n.t('At the upper end of the parameter') },
    items.filter(({ value }) => value !== from),
  );
  return { from, to };
}

async function askInput(title: string, guessed: MappingRange): Promise<MappingRange> {
  const usual = [
    { from: 0, to: 1 },
    { from: 0, to: 127 },
    { from: -1, to: 1 },
  ].filter((one) => rangeWords(one) !== rangeWords(guessed));
  const range = await choose<MappingRange | undefined>(
    { title, placeHolder: vscode.l10n.t('Which values does the parameter have?') },
    [
      {
        label: rangeWords(guessed),
        value: guessed,
        description: vscode.l10n.t('as it seems from what came'),
      },
      ...usual.map((value) => ({ label: rangeWords(value), value })),
      { label: vscode.l10n.t('Others…'), value: undefined },
    ],
  );
  return range ?? askRange(title, vscode.l10n.t('From and to, such as 0…100'), guessed);
}

async function askRange(
  title: string,
  prompt: string,
  there: MappingRange,
  within?: { min: number; max: number },
): Promise<MappingRange> {
  const text = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title,
    prompt,
    value: rangeWords(there),
    validateInput: (given) => (rangeOf(given, within) === undefined ? prompt : undefined),
  });
  const range = text === undefined ? undefined : rangeOf(text, within);
  if (range === undefined) throw cancelled();
  return range;
}

async function askCurve(title: string, there: Curve): Promise<Curve> {
  const items = [there, ...mappingCurves.filter((curve) => curve !== there)];
  return choose(
    { title, placeHolder: vscode.l10n.t('By which curve?') },
    items.map((value) => ({ label: value, description: curveWords(value, vscode.l10n), value })),
  );
}

function askFeedback(title: string, { label }: AttributeControl): Promise<boolean> {
  return choose(
    { title, placeHolder: vscode.l10n.t('Does the parameter follow where {0} is moved elsewhere?', label) },
    [
      { label: vscode.l10n.t('No, it stays'), value: false },
      { label: vscode.l10n.t('Yes, it is moved too'), value: true },
    ],
  );
}

function wholeOf(control: AttributeControl): MappingRange {
  return control.kind === 'number'
    ? { from: control.min, to: control.max }
    : { from: 0, to: control.choices.length - 1 };
}

async function choose<T>(
  words: { title: string; placeHolder: string },
  items: (vscode.QuickPickItem & { value: T })[],
): Promise<T> {
  const chosen = await vscode.window.showQuickPick(items, { ...words, ignoreFocusOut: true });
  if (chosen === undefined) throw cancelled();
  return chosen.value;
}
