/** Mappings in words, for whoever made them and whoever wonders later. */
import { controlByName } from '../../bridge/protocol/attributeAddress.ts';
import { controlTitle } from './controlTitle.ts';
import type { AttributeControl } from '../../bridge/protocol/attributeAddress.ts';
import type {
  MappingRange,
  MappingSource,
  ParameterMapping,
} from '../../bridge/protocol/parameterMapping.ts';
import type { Words } from '../l10n/words.ts';

/** The parameter: `/live/device/set/parameter/value 0 1 5`, `CC 7 of channel 1`. */
export function sourceWords(source: MappingSource, l10n: Words): string {
  switch (source.kind) {
    case 'midi':
      return l10n.t('CC {0} of channel {1}', source.controller, source.channel);
    case 'nrpn':
      return l10n.t('NRPN {0} of channel {1}', source.parameter, source.channel);
    case 'osc':
      return [source.address, ...(source.given ?? [])].join(' ');
  }
}

/** Two ends: `0…1`. */
export function rangeWords({ from, to }: MappingRange): string {
  return `${shortNumber(from)}…${shortNumber(to)}`;
}

/** The ends of an attribute's range as a person calls them: `30…260 BPM`, `2/4…12/8`. */
export function outputWords(control: AttributeControl, range: MappingRange): string {
  if (control.kind === 'number')
    return `${rangeWords(range)}${control.unit === '' ? '' : ` ${control.unit}`}`;
  const name = (index: number): string => control.choices[Math.round(index)] ?? '?';
  return `${name(range.from)}…${name(range.to)}`;
}

/** The attribute with how far it is moved: `Tension 0…1`. */
export function attributeWords(
  { attribute, output }: Pick<ParameterMapping, 'attribute' | 'output'>,
  l10n: Words,
): string {
  const control = controlByName(attribute);
  return control === undefined ? attribute : `${controlTitle(control, l10n)} ${outputWords(control, output)}`;
}

/** How it is moved: `evenly`. */
export function curveWords(curve: ParameterMapping['curve'], l10n: Words): string {
  switch (curve) {
    case 'linear':
      return l10n.t('evenly');
    case 'slow':
      return l10n.t('begins slowly');
    case 'fast':
      return l10n.t('begins fast');
    case 'smooth':
      return l10n.t('slow at both ends');
  }
}

/** All of it. */
export function mappingSentence(mapping: ParameterMapping, l10n: Words): string {
  const { source, input, curve, feedback } = mapping;
  const parts = [
    sourceWords(source, l10n),
    rangeWords(input),
    attributeWords(mapping, l10n),
    curveWords(curve, l10n),
  ] as const;
  return feedback
    ? l10n.t('{0}, {1}, moves {2} ({3}), and is moved by it', ...parts)
    : l10n.t('{0}, {1}, moves {2} ({3})', ...parts);
}

/** A mapping as views show it. */
export interface MappingLine {
  readonly id: string;
  readonly parameter: string;
  readonly attribute: string;
  readonly sentence: string;
  /** The parameter is moved too. */
  readonly isBothWays: boolean;
}

/** One line each. */
export function mappingLines(mappings: readonly ParameterMapping[], l10n: Words): MappingLine[] {
  return mappings.map((mapping) => ({
    id: mapping.id,
    parameter: sourceWords(mapping.source, l10n),
    attribute: attributeWords(mapping, l10n),
    sentence: mappingSentence(mapping, l10n),
    isBothWays: mapping.feedback,
  }));
}

function shortNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
