/** What to expect of a DAW that leads tempo and transport, or is led: read off its dialect, as sentences. */
import { LeitmotifError } from '../protocol/errors.ts';
import type { TransportLeader } from '../protocol/bridge.ts';
import type { DawDialect, FeedbackMeaning } from './dawDialect.ts';

interface Ability {
  what: string;
  /** By any of these it tells; Ardour tells its tempo by its WebSocket. */
  told: readonly FeedbackMeaning[];
  taken: readonly (keyof DawDialect['acts'])[];
  byWebSocket?: true;
}

const abilities: readonly Ability[] = [
  { what: 'whether it plays', told: ['rolling', 'stopped', 'speed'], taken: ['play', 'stop'] },
  {
    what: 'its place',
    told: ['quarters', 'seconds', 'samples'],
    taken: ['locateQuarters', 'locateSeconds', 'locateSamples'],
  },
  { what: 'its tempo', told: ['tempo'], taken: ['tempo'], byWebSocket: true },
  { what: 'its meter', told: ['meter', 'upper'], taken: ['meterUpper'] },
];

/** Sentences; none where all is told or taken and was run here. @throws LeitmotifError `not-available` where nothing is told by who is to lead */
export function leadLimits(dialect: DawDialect, lead: TransportLeader): string[] {
  if (lead === 'free') return [];
  const missing = abilities.filter((ability) => !has(dialect, ability, lead)).map(({ what }) => what);
  if (missing.length === abilities.length) throw cannotLead(dialect, lead);
  const { title, verified, against } = dialect;
  const verb = lead === 'daw' ? 'tell' : 'take';
  return [
    ...missing.map((what) => `${title} does not ${verb} ${what}.`),
    ...(verified === 'sources'
      ? [`Never run with the program itself, read in sources only: ${against}.`]
      : []),
  ];
}

function has(
  { feedback, acts, webSocketPort }: DawDialect,
  ability: Ability,
  lead: TransportLeader,
): boolean {
  if (ability.byWebSocket === true && webSocketPort !== undefined) return true;
  return lead === 'daw'
    ? feedback.some(({ means }) => ability.told.includes(means))
    : ability.taken.some((act) => acts[act] !== undefined);
}

function cannotLead({ title }: DawDialect, lead: TransportLeader): LeitmotifError {
  return new LeitmotifError('not-available', {
    what:
      lead === 'daw' ? 'This program tells nothing of its transport' : 'This program cannot be led over OSC',
    subject: title,
    next:
      lead === 'daw'
        ? 'Let Leitmotif lead, or let the program send our own addresses'
        : 'It follows MIDI clock: open MIDI',
  });
}
