/** The brief of a revised take: the old one with what was changed, and the length that follows from it. */
import { describeBrief } from '../../brief/describeBrief.ts';
import { isArc } from '../../engines/score/arc/askedArc.ts';
import { fitDuration } from '../../brief/fitDuration.ts';
import { canPlay, roleInstrument } from '../../brief/roleInstrument.ts';
import { styleEnsembles } from '../../brief/styleEnsembles.ts';
import { attributeNames } from '../../../bridge/protocol/attributes.ts';
import type { GivenAttributes, RoleInstrument, Style } from '../../../bridge/protocol/attributes.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { BriefValues } from '../../brief/describeBrief.ts';

/** What changes in a brief. */
export interface BriefChange {
  attributes: GivenAttributes;
  /** How many bars there are now. */
  bars: number;
  keepsInstruments: boolean;
}

/**
 * The brief after a change.
 *
 * @throws LeitmotifError `brief-impossible` where the bars would be longer than the longest take
 */
export function revisedBrief(brief: Brief, { attributes, bars, keepsInstruments }: BriefChange): Brief {
  const players = playersOf(brief, attributes, keepsInstruments);
  const given = { ...attributes, ...(players === undefined ? {} : { instruments: players }) };
  const explicit = Object.entries(given).map(([name, value]) => {
    const isChosen = name === 'instruments' && attributes.instruments === undefined;
    const reason = isChosen ? `the players of the style ${attributes.style ?? ''}` : 'asked of the revision';
    return [name, { value, source: isChosen ? 'default' : 'explicit', confidence: 1, reason }];
  });
  const all = { ...brief.attributes, ...(Object.fromEntries(explicit) as Partial<Brief['attributes']>) };
  const isLonger = bars !== brief.attributes.bars.value;
  // What changes over time keeps its moments in seconds, whatever the tempo.
  const isTimed = isArc(brief);
  const isOtherLength =
    !isTimed && (isLonger || attributes.tempo !== undefined || attributes.style !== undefined);
  const lengths = isOtherLength ? lengthsOf(all, bars, isLonger) : {};
  const whole = { ...all, ...lengths };
  const isSame = explicit.length === 0 && !isOtherLength;
  // Sections stay at their bars.
  const pace = brief.attributes.tempo.value / all.tempo.value;
  const sections =
    pace === 1 || isTimed
      ? brief.sections
      : brief.sections.map((section) => ({
          ...section,
          start: Math.round(section.start * pace * 1000) / 1000,
        }));
  return {
    ...brief,
    sections,
    attributes: whole,
    ...(isSame ? {} : { description: describeBrief(valuesOf(whole)) }),
  };
}

/** Bars and seconds of so many bars at the tempo of now. */
function lengthsOf(
  { tempo, meter, style, bars: old }: Brief['attributes'],
  bars: number,
  isLonger: boolean,
): Partial<Pick<Brief['attributes'], 'bars' | 'seconds'>> {
  const { seconds } = fitDuration({
    tempo: tempo.value,
    exact: true,
    bounds: [tempo.value, tempo.value],
    meter: meter.value,
    style: style.value,
    bars,
  });
  const fitted = { source: 'fitted', confidence: 1, reason: 'follows from bars and tempo' } as const;
  const longer = { ...old, value: bars, source: 'fitted' as const, reason: 'the bars of the revision' };
  return { ...(isLonger ? { bars: longer } : {}), seconds: { value: seconds, ...fitted } };
}

function valuesOf(attributes: Brief['attributes']): BriefValues {
  return Object.fromEntries(attributeNames.map((name) => [name, attributes[name].value])) as BriefValues;
}

/** Named players take the place of those that had their roles; another style brings its own, unless a person named the old ones. */
function playersOf(
  { attributes: old }: Brief,
  { instruments, style }: GivenAttributes,
  keepsInstruments: boolean,
): RoleInstrument[] | undefined {
  const players = old.instruments.value;
  if (instruments !== undefined)
    return players.map((player) => instruments.find(({ role }) => role === player.role) ?? player);
  const isNamed = ['explicit', 'caption', 'daw'].includes(old.instruments.source);
  if (style === undefined || keepsInstruments || isNamed) return undefined;
  return players.map((player) => typicalPlayer(player, style));
}

function typicalPlayer(player: RoleInstrument, style: Style): RoleInstrument {
  const { role, instrument } = player;
  const { palette, players } = styleEnsembles[style];
  const typical = players[role] ?? [];
  if (typical.includes(instrument) || palette.has(instrument)) return player;
  const chosen = typical.find((id) => canPlay(id, role));
  return chosen === undefined ? player : roleInstrument(role, chosen);
}
