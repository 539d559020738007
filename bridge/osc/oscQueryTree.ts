/**
 * The tree of addresses as OSCQuery describes it (https://github.com/Vidvox/OSCQueryProposal), with values as they are now.
 */
import { controlByAddress } from '../protocol/attributeAddress.ts';
import { allOscAddresses } from '../protocol/oscAddress.ts';
import type { OscAddress, OscDirection, OscParameter } from '../protocol/oscAddress.ts';
import type { AttributeStore } from './attributeStore.ts';

/** A range of one argument. */
export type QueryRange = { MIN: number; MAX: number } | { VALS: readonly string[] } | null;

/** A node. `ACCESS`: 0 none, 1 read, 2 write, 3 both. */
export interface QueryNode {
  FULL_PATH: string;
  ACCESS: 0 | 1 | 2 | 3;
  DESCRIPTION?: string;
  TYPE?: string;
  VALUE?: (number | string)[];
  RANGE?: QueryRange[];
  UNIT?: (string | null)[];
  CLIPMODE?: string[];
  CONTENTS?: Record<string, QueryNode>;
}

/** What may be asked of one node alone. */
export const queryAttributes = [
  'FULL_PATH',
  'ACCESS',
  'DESCRIPTION',
  'TYPE',
  'VALUE',
  'RANGE',
  'UNIT',
  'CLIPMODE',
  'CONTENTS',
] as const;
/** The name of something that may be asked of one node. */
export type QueryAttribute = (typeof queryAttributes)[number];

const access: Record<OscDirection, QueryNode['ACCESS']> = { out: 1, in: 2, both: 3 };

/** The node at a path, with all below it; undefined where there is none. `/` is the root. */
export function queryNode(store: AttributeStore, path: string): QueryNode | undefined {
  const root: QueryNode = { FULL_PATH: '/', ACCESS: 0, CONTENTS: {} };
  for (const address of allOscAddresses()) place(root, address, store);
  const names = path.split('/').filter((name) => name !== '');
  let node: QueryNode | undefined = root;
  for (const name of names) node = node?.CONTENTS === undefined ? undefined : own(node.CONTENTS, name);
  return node;
}

function own(contents: Record<string, QueryNode>, name: string): QueryNode | undefined {
  return Object.hasOwn(contents, name) ? contents[name] : undefined;
}

function place(root: QueryNode, address: OscAddress, store: AttributeStore): void {
  const names = address.address.split('/').slice(1);
  let node = root;
  for (const [depth, name] of names.entries()) {
    const contents = (node.CONTENTS ??= {});
    const path = `/${names.slice(0, depth + 1).join('/')}`;
    node = contents[name] ??= { FULL_PATH: path, ACCESS: 0 };
  }
  Object.assign(node, leaf(address, store));
}

function leaf({ address, direction, parameters, description }: OscAddress, store: AttributeStore): QueryNode {
  const control = controlByAddress(address);
  return {
    FULL_PATH: address,
    ACCESS: access[direction],
    DESCRIPTION: description,
    // An address without arguments is an impulse.
    TYPE: parameters.length === 0 ? 'I' : parameters.map(({ type }) => type).join(''),
    ...(parameters.length === 0
      ? {}
      : {
          RANGE: parameters.map(rangeOf),
          UNIT: parameters.map(({ unit }) => (unit === undefined || unit === '' ? null : unit)),
        }),
    ...(control === undefined ? {} : { VALUE: [store.get(control.name)], CLIPMODE: ['none'] }),
  };
}

function rangeOf({ min, max, choices }: OscParameter): QueryRange {
  if (choices !== undefined) return { VALS: choices };
  return min === undefined || max === undefined ? null : { MIN: min, MAX: max };
}
