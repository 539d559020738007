/** What a DAW says, read by its dialect into what is known of its project. What is no sense of the dialect changes nothing. */
import { numberOf, textOf } from '../osc/oscPacket.ts';
import type { DawMarker, DawState } from '../protocol/daw.ts';
import type { Hertz } from '../protocol/units.ts';
import type { OscArgument, OscMessage } from '../osc/oscPacket.ts';
import type { DawDialect, FeedbackForm, FeedbackMeaning } from './dawDialect.ts';

/** Most markers and tracks that are kept. */
const mostNames = 1000;

interface Heard {
  state: DawState;
  argument: OscArgument | undefined;
  /** From the argument of the form on. */
  rest: readonly OscArgument[];
  /** Of `{n}` in the address, or the first argument, from 1. */
  index: number;
  sampleRate: Hertz;
  rateIs: (rate: Hertz) => void;
}

const readers: Readonly<Record<FeedbackMeaning, (heard: Heard) => void>> = {
  rolling: withNumber(({ state }, value) => (state.isRolling = value !== 0)),
  stopped: withNumber(({ state }, value) => (state.isRolling = value === 0)),
  speed: withNumber(({ state }, value) => (state.isRolling = value !== 0)),
  tempo: withNumber(({ state }, value) => {
    if (value > 0 && value < 1000) state.tempo = value;
  }),
  quarters: withNumber(({ state }, quarters) => (state.position = { quarters })),
  seconds: withNumber(({ state }, seconds) => (state.position = { seconds })),
  samples: ({ state, argument, sampleRate }) => {
    // Ardour writes its position as a text where it tells it by itself, as a number where it is asked.
    const text = textOf(argument);
    const value = text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : numberOf(argument);
    if (value !== undefined) state.position = { seconds: value / sampleRate };
  },
  meter: ({ state, argument }) => {
    const parts = /^\s*(\d{1,2})\s*\/\s*(\d{1,2})\s*$/.exec(textOf(argument) ?? '');
    if (parts !== null) state.meter = `${parts[1] as string}/${parts[2] as string}`;
  },
  upper: withNumber(
    ({ state }, value) => (state.meter = `${value}/${(state.meter ?? '4/4').split('/')[1] ?? '4'}`),
  ),
  lower: withNumber(
    ({ state }, value) => (state.meter = `${(state.meter ?? '4/4').split('/')[0] ?? '4'}/${value}`),
  ),
  loopOn: withNumber(({ state }, value) => {
    if (state.loop !== undefined) state.loop.isOn = value !== 0;
    else state.loop = { start: {}, end: {}, isOn: value !== 0 };
  }),
  loopStart: withNumber(({ state }, value) => {
    const { start, end, ...rest } = state.loop ?? { start: {}, end: {} };
    const length = (end.quarters ?? 0) - (start.quarters ?? 0);
    state.loop = { ...rest, start: { quarters: value }, end: { quarters: value + Math.max(0, length) } };
  }),
  loopLength: withNumber(({ state }, value) => {
    const { start, ...rest } = state.loop ?? { start: {} };
    state.loop = { ...rest, start, end: { quarters: (start.quarters ?? 0) + value } };
  }),
  cuePoints: ({ state, rest }) => {
    state.markers = cuePoints(rest);
  },
  trackNames: ({ state, rest }) => {
    state.tracks = rest.slice(0, mostNames).map((one) => textOf(one) ?? '');
  },
  trackName: ({ state, argument, index }) => {
    put(state.tracks, index, textOf(argument) ?? '', '');
  },
  markerName: ({ state, argument, index }) => {
    const name = textOf(argument) ?? '';
    put(state.markers, index, { name }, { name: '' });
    while (state.markers.at(-1)?.name === '') state.markers.pop();
  },
  routeListEnd: ({ argument, rest, rateIs }) => {
    const rate = numberOf(rest[1]);
    if (textOf(argument) === 'end_route_list' && rate !== undefined && rate >= 8000 && rate <= 400_000)
      rateIs(rate);
  },
  root: withNumber(({ state }, value) => (state.root = ((value % 12) + 12) % 12)),
  scale: ({ state, argument }) => {
    const name = textOf(argument);
    if (name !== undefined) state.scale = name;
  },
};

/** Reads messages of one DAW. */
export class DawFeedback {
  /** What is known so far; grows with what is heard. */
  readonly state: DawState = { markers: [], tracks: [] };
  /** How often the DAW told whether it rolls. */
  rollingTold = 0;
  /** Rate of the project, by which samples become seconds. */
  sampleRate: Hertz = 48_000;
  readonly #forms: readonly { form: FeedbackForm; pattern: RegExp }[];

  constructor({ feedback }: Pick<DawDialect, 'feedback'>) {
    this.#forms = feedback.map((form) => ({ form, pattern: patternOf(form.address) }));
  }

  /** True where the message meant something. */
  hear({ address, args }: OscMessage): boolean {
    let isKnown = false;
    for (const { form, pattern } of this.#forms) {
      const found = pattern.exec(address);
      if (found === null || args.length <= form.argument) continue;
      const index = found[1] === undefined ? (numberOf(args[0]) ?? 0) : Number(found[1]);
      readers[form.means]({
        state: this.state,
        argument: args[form.argument],
        rest: args.slice(form.argument),
        index,
        sampleRate: this.sampleRate,
        rateIs: (rate) => {
          this.sampleRate = rate;
        },
      });
      if (rollingMeanings.includes(form.means)) this.rollingTold += 1;
      isKnown = true;
    }
    return isKnown;
  }
}

const rollingMeanings: readonly FeedbackMeaning[] = ['rolling', 'stopped', 'speed'];

function withNumber(read: (heard: Heard, value: number) => unknown): (heard: Heard) => void {
  return (heard) => {
    const value = numberOf(heard.argument);
    if (value !== undefined) read(heard, value);
  };
}

/** `index` counts from 1; holes are filled. */
function put<T>(list: T[], index: number, value: T, hole: T): void {
  if (!Number.isInteger(index) || index < 1 || index > mostNames) return;
  while (list.length < index) list.push(hole);
  list[index - 1] = value;
}

function cuePoints(args: readonly OscArgument[]): DawMarker[] {
  const markers: DawMarker[] = [];
  for (let i = 0; i + 1 < args.length && markers.length < mostNames; i += 2) {
    const [name, quarters] = [textOf(args[i]), numberOf(args[i + 1])];
    if (name !== undefined && quarters !== undefined) markers.push({ name, quarters });
  }
  return markers.sort((a, b) => (a.quarters ?? 0) - (b.quarters ?? 0));
}

function patternOf(address: string): RegExp {
  const escaped = address.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replace('{n}', String.raw`(\d{1,4})`)}$`);
}
