/** Mappings in words, for whoever made them and whoever wonders later. */
import { controlByName } from '../../bridge/protocol/attributeAddress.ts';
import type { AttributeControl } from '../../bridge/protocol/attributeAddress.ts';
import type {
  MappingRange,
  MappingSource,
  ParameterMapping,
} from '../../bridge/protocol/parameterMapping.ts';

/** The parameter: `/live/device/set/parameter/value 0 1 5`, `CC 7 of channel 1`. */
export function sourceWords(source: MappingSource): string {
  switch (source.kind) {
    case 'midi':
      return `CC ${source.controller} of channel ${source.channel}`;
    case 'nrpn':
      return `NRPN ${source.parameter} of channel ${source.channel}`;
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
export function attributeWords({
  attribute,
  output,
}: Pick<ParameterMapping, 'attribute' | 'output'>): string {
  const control = controlByName(attribute);
  return control === undefined ? attribute : `${control.label} ${outputWords(control, output)}`;
}

/** All of it. */
export function mappingSentence(mapping: ParameterMapping): string {
  const { source, input, curve, feedback } = mapping;
  const back = feedback ? ', and is moved by it' : '';
  return `${sourceWords(source)}, ${rangeWords(input)}, moves ${attributeWords(mapping)} (${curve})${back}`;
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
export function mappingLines(mappings: readonly ParameterMapping[]): MappingLine[] {
  return mappings.map((mapping) => ({
    id: mapping.id,
    parameter: sourceWords(mapping.source),
    attribute: attributeWords(mapping),
    sentence: mappingSentence(mapping),
    isBothWays: mapping.feedback,
  }));
}

function shortNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
