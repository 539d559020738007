/**
 * Patterns of OSC 1.0 against addresses: `?`, `*`, `[a-z]`, `[!a-z]`, `{one,two}`. Nothing matches across a `/`.
 *
 * All places of the pattern that fit so far are followed at once, so that the time is the product of both lengths and never
 * more: `/************x` costs no more than it looks like.
 */

type Step = { kind: 'one'; fits: (character: string) => boolean } | { kind: 'any' };
type Branches = readonly (readonly Step[])[];

/** Alternatives that braces may make in all; one more and nothing matches. */
const mostBranches = 64;

/** True where an address has to be treated as a pattern. */
export function isPattern(address: string): boolean {
  return /[*?[\]{}]/.test(address);
}

/** A test of addresses for a pattern. One that is not well formed fits nothing. */
export function compilePattern(pattern: string): (address: string) => boolean {
  const branches = expandBraces(pattern)?.map(parseSteps);
  if (branches === undefined || branches.includes(undefined)) return () => false;
  return (address) => (branches as Branches).some((steps) => fits(steps, address));
}

function expandBraces(pattern: string): string[] | undefined {
  let open = [''];
  for (let at = 0; at < pattern.length;) {
    const character = pattern.charAt(at);
    const end = character === '{' ? pattern.indexOf('}', at) : at;
    if (end < 0 || character === '}') return undefined;
    const pieces = character === '{' ? pattern.slice(at + 1, end).split(',') : [character];
    if (character === '{' && /[{/[\]]/.test(pattern.slice(at + 1, end))) return undefined;
    if (open.length * pieces.length > mostBranches) return undefined;
    open = open.flatMap((before) => pieces.map((piece) => before + piece));
    at = end + 1;
  }
  return open;
}

function parseSteps(pattern: string): Step[] | undefined {
  const steps: Step[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === '*') {
      steps.push({ kind: 'any' });
    } else if (character === '?') {
      steps.push({ kind: 'one', fits: (other) => other !== '/' });
    } else if (character === '[') {
      const end = pattern.indexOf(']', at);
      if (end < 0) return undefined;
      steps.push({ kind: 'one', fits: oneOf(pattern.slice(at + 1, end)) });
      at = end;
    } else if (character === ']') {
      return undefined;
    } else {
      steps.push({ kind: 'one', fits: (other) => other === character });
    }
  }
  return steps;
}

function oneOf(list: string): (character: string) => boolean {
  const isNegated = list.startsWith('!');
  const rest = isNegated ? list.slice(1) : list;
  const ranges: [string, string][] = [];
  for (let at = 0; at < rest.length; at++) {
    const isRange = rest.charAt(at + 1) === '-' && at + 2 < rest.length;
    ranges.push([rest.charAt(at), rest.charAt(isRange ? at + 2 : at)]);
    if (isRange) at += 2;
  }
  return (character) =>
    character !== '/' && ranges.some(([from, to]) => from <= character && character <= to) !== isNegated;
}

function fits(steps: readonly Step[], address: string): boolean {
  let places = closed(steps, new Set([0]));
  for (const character of address) {
    const next = new Set<number>();
    for (const place of places) {
      const step = steps[place];
      if (step?.kind === 'any' && character !== '/') next.add(place);
      if (step?.kind === 'one' && step.fits(character)) next.add(place + 1);
    }
    if (next.size === 0) return false;
    places = closed(steps, next);
  }
  return places.has(steps.length);
}

/** With the places behind a `*`, which may stand for nothing. */
function closed(steps: readonly Step[], places: Set<number>): Set<number> {
  for (const place of places) if (steps[place]?.kind === 'any') places.add(place + 1);
  return places;
}
