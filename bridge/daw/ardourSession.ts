/** An Ardour session as it was last saved: tempo and meter, markers, loop, tracks. Read by its elements, without a parser of all XML. */
import { readFileSync } from 'node:fs';
import { LeitmotifError } from '../protocol/errors.ts';
import { readPlace } from './ardourTimeline.ts';
import type { DawMarker, DawState } from '../protocol/daw.ts';
import type { ArdourMeter, ArdourTempo, ArdourTimeline } from './ardourTimeline.ts';

/** A track with the playlist that holds its regions. */
export interface ArdourTrack {
  name: string;
  kind: 'audio' | 'midi';
  playlist: string;
}

/** What was read. */
export interface ArdourSession {
  path: string;
  xml: string;
  timeline: ArdourTimeline;
  tracks: readonly ArdourTrack[];
  /** Highest number that an element has. */
  lastId: number;
}

type Attributes = Readonly<Record<string, string>>;

/** Reads `<name>.ardour`. @throws LeitmotifError `file-missing`, `file-unreadable` for a session that is not of Ardour 7 or later */
export function readArdourSession(path: string): ArdourSession {
  const xml = textOf(path);
  const head = elements(xml, 'Session')[0];
  const sampleRate = Number(head?.['sample-rate']);
  // Ardour 7 counts superclocks; older sessions count samples.
  if (!/<TempoMap superclocks-per-second="282240000"/.test(xml) || !(sampleRate > 0)) throw notRead(path);
  const timeline = { sampleRate, tempos: temposOf(xml), meters: metersOf(xml) };
  if (timeline.tempos.length === 0 || timeline.meters.length === 0) throw notRead(path);
  return { path, xml, timeline, tracks: tracksOf(xml), lastId: Number(head?.['id-counter'] ?? 0) };
}

/** The session as what a DAW tells of its project. */
export function ardourState({ xml, timeline, tracks }: ArdourSession): Partial<DawState> {
  const locations = elements(xml, 'Location').map((location) => ({
    name: location.name ?? '',
    flags: (location.flags ?? '').split(','),
    start: readPlace(timeline, location.start ?? ''),
    end: readPlace(timeline, location.end ?? ''),
  }));
  const markers = locations
    .filter(({ flags }) => flags.includes('IsMark'))
    .map(({ name, start }): DawMarker => ({ name, ...start }))
    .sort((a, b) => (a.seconds ?? 0) - (b.seconds ?? 0));
  const loop = locations.find(({ flags }) => flags.includes('IsAutoLoop'));
  const [tempo, meter] = [timeline.tempos[0], timeline.meters[0]];
  return {
    ...(tempo === undefined ? {} : { tempo: tempo.tempo }),
    ...(meter === undefined ? {} : { meter: `${meter.upper}/${meter.lower}` }),
    markers,
    ...(loop?.start === undefined || loop.end === undefined
      ? {}
      : { loop: { start: loop.start, end: loop.end } }),
    tracks: tracks.map(({ name }) => name),
  };
}

/** Attributes of all elements of a name, in their order. */
export function elements(xml: string, name: string): Attributes[] {
  return [...xml.matchAll(new RegExp(`<${name}\\s([^<>]*?)/?>`, 'g'))].map(([, text]) =>
    Object.fromEntries(
      [...(text ?? '').matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [
        key as string,
        unescaped(value as string),
      ]),
    ),
  );
}

/** A text as an attribute holds it. */
export function escaped(text: string): string {
  const marks: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}

function unescaped(text: string): string {
  const marks: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replaceAll(
    /&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g,
    (all, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return marks[name ?? ''] ?? all;
    },
  );
}

function temposOf(xml: string): ArdourTempo[] {
  return elements(xml, 'Tempo').map((tempo) => ({
    superclock: Number(tempo.sclock),
    quarters: beats(tempo.quarters),
    tempo: (Number(tempo.npm) * 4) / Number(tempo['note-type'] ?? 4),
    isGliding: Number(tempo.omega ?? 0) !== 0,
  }));
}

function metersOf(xml: string): ArdourMeter[] {
  return elements(xml, 'Meter').map((meter) => ({
    quarters: beats(meter.quarters),
    bar: Number(/^\d+/.exec(meter.bbt ?? '')?.[0] ?? 1),
    upper: Number(meter['divisions-per-bar']),
    lower: Number(meter['note-value']),
  }));
}

/** `quarters:ticks`. */
function beats(text = '0:0'): number {
  const [quarters, ticks] = text.split(':').map(Number);
  return (quarters ?? 0) + (ticks ?? 0) / 1920;
}

function tracksOf(xml: string): ArdourTrack[] {
  return elements(xml, 'Route').flatMap((route) =>
    (['audio', 'midi'] as const).flatMap((kind) => {
      const playlist = route[`${kind}-playlist`];
      return playlist === undefined ? [] : [{ name: route.name ?? '', kind, playlist }];
    }),
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LeitmotifError('file-missing', {
      what: 'This session is not there',
      subject: path,
      next: 'Choose the file that ends in .ardour',
      cause,
    });
  }
}

function notRead(subject: string): LeitmotifError {
  return new LeitmotifError('file-unreadable', {
    what: 'This is no session of Ardour 7 or later',
    subject,
    next: 'Open it in a newer Ardour and save it, or take the clip from the inbox',
  });
}
