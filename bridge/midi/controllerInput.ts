/**
 * Controllers that come in, as values of parameters: 7 bit, 14 bit, and NRPN.
 *
 * ```
 *  coarse 0–31, then fine 32–63 ─► one value        a fine one alone is a controller of its own: desks number their knobs through
 *  99, 98, then 6, 38           ─► one of an NRPN   100, 101 choose something that is none of ours
 * ```
 *
 * Values reach from 0 to 127, with fractions where there are more bits.
 */
import type { MappingSource } from '../protocol/parameterMapping.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { MidiMessage } from './midiMessage.ts';

/** Where a value comes from, and the value, 0…127. */
export interface ControllerValue {
  source: Exclude<MappingSource, { kind: 'osc' }>;
  value: number;
}

const fineAbove = 32;
const [dataEntry, dataEntryFine] = [6, 38];
const [nrpnFine, nrpnCoarse, rpnFine, rpnCoarse] = [98, 99, 100, 101];
/** From here on messages are modes of the channel. */
const channelModes = 120;
/** A fine one that belongs to a coarse one follows it by less. */
const pairWithin: Milliseconds = 20;
const most = 0x3fff;

interface ChannelState {
  coarse: Map<number, number>;
  /** Coarse controllers whose fine ones came. */
  fine: Set<number>;
  last: { controller: number; at: Milliseconds };
  /** Halves of the chosen NRPN; undefined where none, or an RPN, is chosen. */
  nrpn: { coarse: number | undefined; fine: number | undefined };
  isRpn: boolean;
}

/** Controllers of one input. It remembers a channel's state, and never more than that. */
export class ControllerInput {
  readonly #channels = new Map<number, ChannelState>();

  /** The value that a message brings; undefined where it brings none. */
  read(message: MidiMessage, at: Milliseconds): ControllerValue | undefined {
    if (message.type !== 'controller' || message.controller >= channelModes) return undefined;
    const { channel, controller, value } = message;
    const state = this.#channels.get(channel) ?? newChannel();
    this.#channels.set(channel, state);
    const { last } = state;
    state.last = { controller, at };
    if (choose(state, controller, value)) return undefined;
    const parameter = parameterOf(state);
    if (parameter !== undefined && (controller === dataEntry || controller === dataEntryFine))
      return dataOf(state, { kind: 'nrpn', channel: channel + 1, parameter }, controller, value);
    if (state.isRpn && (controller === dataEntry || controller === dataEntryFine)) return undefined;
    const isPaired = last.controller === controller - fineAbove && at - last.at <= pairWithin;
    return valueOf(state, channel, { controller, value, isPaired });
  }
}

function newChannel(): ChannelState {
  return {
    coarse: new Map(),
    fine: new Set(),
    last: { controller: -1, at: -Infinity },
    nrpn: { coarse: undefined, fine: undefined },
    isRpn: false,
  };
}

/** Whether it chooses what data entries are of. */
function choose(state: ChannelState, controller: number, value: number): boolean {
  if (controller === rpnCoarse || controller === rpnFine) {
    state.nrpn = { coarse: undefined, fine: undefined };
    state.isRpn = true;
    return true;
  }
  if (controller !== nrpnCoarse && controller !== nrpnFine) return false;
  state.isRpn = false;
  state.nrpn[controller === nrpnCoarse ? 'coarse' : 'fine'] = value;
  state.coarse.delete(dataEntry);
  return true;
}

/** 0…16382; 16383 chooses none. */
function parameterOf({ nrpn: { coarse, fine } }: ChannelState): number | undefined {
  if (coarse === undefined || fine === undefined) return undefined;
  const parameter = (coarse << 7) | fine;
  return parameter === most ? undefined : parameter;
}

function dataOf(
  state: ChannelState,
  source: ControllerValue['source'],
  controller: number,
  value: number,
): ControllerValue {
  if (controller === dataEntryFine) return { source, value: joined(state.coarse.get(dataEntry) ?? 0, value) };
  state.coarse.set(dataEntry, value);
  return { source, value };
}

function valueOf(
  { coarse, fine }: ChannelState,
  channel: number,
  { controller, value, isPaired }: { controller: number; value: number; isPaired: boolean },
): ControllerValue {
  const of = (number: number): ControllerValue['source'] => ({
    kind: 'midi',
    channel: channel + 1,
    controller: number,
  });
  const pair = controller - fineAbove;
  if (controller < fineAbove) coarse.set(controller, value);
  if (pair < 0 || pair >= fineAbove) {
    // Before a fine value ever came, 127 is the whole.
    const scaled = fine.has(controller) ? joined(value, 0) : value;
    return { source: of(controller), value: scaled };
  }
  if (isPaired) fine.add(pair);
  if (!fine.has(pair)) return { source: of(controller), value };
  return { source: of(pair), value: joined(coarse.get(pair) ?? 0, value) };
}

/** 14 bits in 0…127, exact at both ends. */
function joined(coarse: number, fine: number): number {
  return (((coarse << 7) | fine) / most) * 127;
}
