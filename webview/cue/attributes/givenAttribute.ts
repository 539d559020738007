/** Attributes with values, as edits carry them. */
import { attributeValueSchemas } from '../../../bridge/protocol/attributes.ts';
import type { AttributeName, AttributeValue } from '../../../bridge/protocol/attributes.ts';
import type { GivenAttribute } from '../../../bridge/protocol/panels/cueEdit.ts';

/** A name and a value that belong together. */
export function givenAttribute<N extends AttributeName>(name: N, value: AttributeValue<N>): GivenAttribute {
  // The compiler cannot tie the two over a union; the signature does.
  return { name, value } as GivenAttribute;
}

/** A value as it came from a field: `undefined` where the attribute cannot have it. */
export function checkedAttribute(name: AttributeName, value: unknown): GivenAttribute | undefined {
  const read = attributeValueSchemas[name].safeParse(value);
  return read.success ? ({ name, value: read.data } as GivenAttribute) : undefined;
}
