/**
 * A clip into an Ardour session while Ardour has it closed: files beside the session's own, a source and a region each.
 *
 *   inbox files ─► interchange/<session>/{audiofiles,midifiles}      session.ardour: <Sources>, <Playlist>, id-counter, tempo
 *
 * What was before stays beside it as `<session>.ardour.before-leitmotif`.
 */
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LeitmotifError } from '../protocol/errors.ts';
import { escaped, readArdourSession } from './ardourSession.ts';
import { ardourTicks, framesOfQuarters, quartersOfBar, superclocksOfFrames } from './ardourTimeline.ts';
import { wavLayout } from './cutWav.ts';
import type { ClipManifest, ClipPart } from '../protocol/daw.ts';
import type { ArdourSession, ArdourTrack } from './ardourSession.ts';
import type { WavLayout } from './cutWav.ts';
import type { Frames, Quarters } from '../protocol/units.ts';

/** How the sentence ends that says that a closed session took the sections. */
export const markedInSession = 'sections are markers of the session.';

/** Where the files of a clip lie. */
type FilePath = (file: string) => string;

interface Placing {
  track: ArdourTrack;
  part: ClipPart;
  source: string;
  /** In the session's folder of sources. */
  file: string;
  /** Of sound. */
  layout?: WavLayout;
}

/**
 * Writes a clip into a closed session, all of it or nothing.
 *
 * @returns what was done, as sentences
 * @throws LeitmotifError `usage` for a playhead, a track that is not there or not of its kind; `audio-unsupported` for sound of
 * another rate; `not-available` where a tempo glides; those of {@link readArdourSession}; `output-unwritable`
 */
export function placeInArdourSession(path: string, clip: ClipManifest, pathOf: FilePath): string[] {
  if (clip.at === 'playhead') {
    throw usage('A session that is closed has no playhead', path, 'Name the bar');
  }
  const read = readArdourSession(path);
  const session = clip.matchTempo ? withTempo(read, clip) : read;
  const quarters = quartersOfBar(session.timeline, clip.at);
  const placings = clip.parts.map((part) => placingOf(session, part, pathOf));
  for (const placing of placings) checkRate(session, placing);
  const xml = placings.reduce((text, placing, i) => {
    const id = session.lastId + 1 + i * 10;
    return placed(session, text, placing, { clip, quarters, id });
  }, session.xml);
  const { markers = [] } = clip;
  const firstMark = session.lastId + 1 + placings.length * 10;
  const marked = intoLocations(
    xml,
    markers.map((marker, i) => locationElement(marker, quarters, firstMark + i)),
  );
  const counted = marked.replace(/id-counter="\d+"/, `id-counter="${firstMark + markers.length}"`);
  store(path, counted, placings);
  return [
    ...placings.map(({ track, file }) => `${file} lies on “${track.name}” at bar ${clip.at}.`),
    ...(markers.length === 0 ? [] : [`${markers.length} ${markedInSession}`]),
  ];
}

function placingOf(session: ArdourSession, part: ClipPart, pathOf: FilePath): Placing {
  const track = session.tracks.find(({ name }) => name === part.track);
  const others = session.tracks.filter(({ kind }) => kind === part.kind).map(({ name }) => name);
  if (track?.kind !== part.kind) {
    throw usage(
      track === undefined ? 'The session has no such track' : `This track is not for ${part.kind}`,
      part.track,
      others.length === 0
        ? `Make one for ${part.kind} in Ardour first`
        : `Choose one of: ${others.join(', ')}, or make it in Ardour`,
    );
  }
  const folder = join(sourcesFolder(session.path), part.kind === 'audio' ? 'audiofiles' : 'midifiles');
  const source = pathOf(part.file);
  return {
    track,
    part,
    source,
    file: join(folder, part.file),
    ...(part.kind === 'audio' ? { layout: wavLayout(source) } : {}),
  };
}

/** `interchange` holds a folder with the name that the session had when it was made. */
function sourcesFolder(path: string): string {
  const interchange = join(dirname(path), 'interchange');
  const usual = basename(path, '.ardour');
  try {
    const found = readdirSync(interchange);
    return join(interchange, found.includes(usual) ? usual : (found[0] ?? usual));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return join(interchange, usual);
    throw error;
  }
}

function checkRate({ timeline }: ArdourSession, { layout, source }: Placing): void {
  if (layout === undefined || layout.sampleRate === timeline.sampleRate) return;
  throw new LeitmotifError('audio-unsupported', {
    what: `The sound has ${layout.sampleRate} Hz and the session ${timeline.sampleRate}; in a closed session nothing converts it`,
    subject: source,
    next: 'Send it while Ardour has the session open, where it is converted, or send MIDI',
  });
}

interface At {
  clip: ClipManifest;
  quarters: Quarters;
  id: number;
}

function placed(session: ArdourSession, xml: string, { track, part, file, layout }: Placing, at: At): string {
  const name = basename(file);
  const ids = Array.from({ length: layout?.channels ?? 1 }, (_, i) => at.id + 1 + i);
  const sources = ids.map((id, channel) => sourceElement(part, name, id, channel)).join('\n    ');
  const { start, length } = extent(session, part, at, layout);
  const region = regionElement(part, at, { ids, start, length });
  return intoPlaylist(intoSources(xml, sources), track.playlist, region);
}

function sourceElement({ kind }: ClipPart, name: string, id: number, channel: number): string {
  const common = `<Source name="${escaped(name)}" take-id="" type="${kind}" flags="CanRename" id="${id}"`;
  return kind === 'audio' ? `${common} channel="${channel}" origin="" gain="1"/>` : `${common}/>`;
}

/** Sound lies on samples, notes on ticks, as Ardour itself keeps them. */
function extent(
  { timeline }: ArdourSession,
  { kind }: ClipPart,
  { clip, quarters }: At,
  layout: WavLayout | undefined,
): { start: string; length: string } {
  if (kind === 'midi' || layout === undefined) {
    const ticks = (count: Quarters): string => `b${Math.round(count * ardourTicks)}`;
    return { start: 'b0', length: `${ticks(clip.quarters)}@${ticks(quarters)}` };
  }
  const frames = framesOfQuarters(timeline, quarters);
  if (frames === undefined) {
    throw new LeitmotifError('not-available', {
      what: 'The tempo of this session glides before that bar, which is not computed here',
      subject: `bar ${clip.at}`,
      next: 'Send it while Ardour has the session open',
    });
  }
  const clocks = (count: Frames): string => `a${superclocksOfFrames(count, timeline.sampleRate)}`;
  return { start: 'a0', length: `${clocks(layout.frames)}@${clocks(frames)}` };
}

function regionElement(
  { kind }: ClipPart,
  { clip, id }: At,
  { ids, start, length }: { ids: readonly number[]; start: string; length: string },
): string {
  const used = ids.map((source, i) => `source-${i}="${source}" master-source-${i}="${source}"`).join(' ');
  const off = [
    'muted',
    'locked',
    'automatic',
    'whole-file',
    'import',
    'external',
    'sync-marked',
    'left-of-split',
  ]
    .concat(['right-of-split', 'hidden', 'position-locked', 'valid-transients', 'layering-index', 'contents'])
    .map((name) => `${name}="0"`)
    .join(' ');
  const places = `start="${start}" length="${length}" sync-position="${start}" ancestral-start="${start}" ancestral-length="${length}"`;
  const ofSound =
    'default-fade-in="0" default-fade-out="0" fade-in-active="0" fade-out-active="0" scale-amplitude="1" envelope-active="0"';
  return (
    `<Region name="${escaped(clip.title)}" opaque="1" ${off} ${places} stretch="1" shift="1" first-edit="nothing" tags="" ` +
    `id="${id}" type="${kind}" channels="${ids.length}" ${used}${kind === 'audio' ? ` ${ofSound}` : ''}/>`
  );
}

/** A marker on the beat, as Ardour keeps those that are set in musical time. */
function locationElement(
  { name, quarters }: { name: string; quarters: Quarters },
  clipAt: Quarters,
  id: number,
): string {
  const place = `b${Math.round((clipAt + quarters) * ardourTicks)}`;
  return `<Location id="${id}" name="${escaped(name)}" start="${place}" end="${place}" flags="IsMark" locked="0" timestamp="0" cue="0"/>`;
}

function intoLocations(xml: string, locations: readonly string[]): string {
  if (locations.length === 0) return xml;
  const text = locations.join('\n    ');
  if (/<Locations\s*\/>/.test(xml)) {
    return xml.replace(/<Locations\s*\/>/, () => `<Locations>\n    ${text}\n  </Locations>`);
  }
  return xml.replace('</Locations>', () => `  ${text}\n  </Locations>`);
}

function intoSources(xml: string, sources: string): string {
  if (/<Sources\s*\/>/.test(xml)) {
    return xml.replace(/<Sources\s*\/>/, () => `<Sources>\n    ${sources}\n  </Sources>`);
  }
  return xml.replace('</Sources>', () => `  ${sources}\n  </Sources>`);
}

/** The element of the playlist is found by its number, whether it is empty or not. */
function intoPlaylist(xml: string, playlist: string, region: string): string {
  const open = new RegExp(`<Playlist\\s[^<>]*?\\bid="${playlist.replaceAll(/\D/g, '')}"[^<>]*?>`);
  return xml.replace(open, (tag) =>
    tag.endsWith('/>')
      ? `${tag.slice(0, -2).trimEnd()}>\n      ${region}\n    </Playlist>`
      : `${tag}\n      ${region}`,
  );
}

/** The session at the clip's tempo. Only one that never changes is matched: moving the others would move all that lies on bars. */
function withTempo(session: ArdourSession, { tempo }: ClipManifest): ArdourSession {
  const [only, ...others] = session.timeline.tempos;
  if (only === undefined || others.length > 0 || only.isGliding) {
    throw usage(
      'The session changes its tempo, so that it cannot take that of the clip',
      session.path,
      'Send the clip without matching the tempo',
    );
  }
  const quarters = (text: string): string =>
    text.replace(/\b(e?npm)="[^"]*"/g, `$1="${tempo}"`).replace(/note-type="[^"]*"/, 'note-type="4"');
  return {
    ...session,
    xml: session.xml.replace(/<Tempo\s[^<>]*>/, quarters),
    timeline: { ...session.timeline, tempos: [{ ...only, tempo }] },
  };
}

function store(path: string, xml: string, placings: readonly Placing[]): void {
  const copied: string[] = [];
  try {
    for (const { source, file } of placings) {
      mkdirSync(dirname(file), { recursive: true });
      copyFileSync(source, file);
      copied.push(file);
    }
    copyFileSync(path, `${path}.before-leitmotif`);
    writeFileSync(`${path}.part`, xml);
    renameSync(`${path}.part`, path);
  } catch (cause) {
    for (const file of [...copied, `${path}.part`]) rmSync(file, { force: true });
    throw new LeitmotifError('output-unwritable', {
      what: 'The session cannot be written',
      subject: path,
      next: 'Free some space, or make the session writable',
      cause,
    });
  }
}

function usage(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('usage', { what, subject, next });
}
