/**
 * The connection to one DAW: its line, its script's inbox, its session file, and the take's clips.
 *
 *   line (OSC) ──┐
 *   WebSocket ───┼─► state ─► conditions for the next take
 *   state.json ──┤
 *   session file ┘
 */
import { LeitmotifError } from '../protocol/errors.ts';
import { meterFraction } from '../protocol/meter.ts';
import { ardourState, readArdourSession } from './ardourSession.ts';
import { markedInSession } from './ardourSessionClip.ts';
import { ArdourSocket } from './ardourSocket.ts';
import { ClipInbox } from './clipInbox.ts';
import { dawAdapters } from './dawAdapters.ts';
import { conditionsOfDaw } from './dawConditions.ts';
import { dawDialects } from './dawDialects.ts';
import { answerPatience, DawLine } from './dawLine.ts';
import { dawMessage } from './dawMessage.ts';
import { lineReport } from './lineReport.ts';
import { writeClip } from './takeClip.ts';
import { setMarkers } from './setMarkers.ts';
import { tempoSentences } from './tempoOffer.ts';
import type { Meter } from '../protocol/attributes.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { ClipManifest, DawConditions, DawId, DawMarker, DawState, LineReport } from '../protocol/daw.ts';
import type { ClipAsked } from './takeClip.ts';
import type { MarkedDaw } from './setMarkers.ts';
import type { DawDialect } from './dawDialect.ts';
import type { LineOptions } from './dawLine.ts';

/** What a person chose. */
export interface DawConnectionOptions extends LineOptions {
  daw: DawId;
  /** Folder of all inboxes. */
  inbox?: string | undefined;
  webSocketPort?: number | undefined;
  /** Ardour: its session file. */
  sessionFile?: string | undefined;
  /** Ardour: action slot of our script. */
  actionSlot?: number | undefined;
}

const usualTempo = 120;
/** In so long a DAW tells a tempo back. */
const tellsBack: Milliseconds = 2000;

function barQuartersOf(meter: string): number {
  const [upper = 4, lower = 4] = meter.split('/').map(Number);
  return (upper * 4) / lower;
}

function placeQuarters({ position, tempo }: DawState): number | undefined {
  if (position?.quarters !== undefined) return position.quarters;
  return position?.seconds === undefined || tempo === undefined ? undefined : (position.seconds * tempo) / 60;
}

/** One connection. */
export class DawConnection {
  readonly dialect: DawDialect;
  readonly inbox: ClipInbox;
  readonly #options: DawConnectionOptions;
  #line: DawLine | undefined;
  #socket: ArdourSocket | undefined;
  #saidTempo: { tempo: number; at: Milliseconds } | undefined;
  #failure: LeitmotifError | undefined;

  private constructor(options: DawConnectionOptions) {
    this.dialect = dawDialects[options.daw];
    this.inbox = new ClipInbox(options.daw, options.inbox);
    this.#options = options;
  }

  /** Opens what can be opened; what cannot is told by {@link test} and does not keep the rest from working. */
  static async open(options: DawConnectionOptions): Promise<DawConnection> {
    const connection = new DawConnection(options);
    await connection.#openLine();
    await connection.#openSocket();
    return connection;
  }

  /** All that is known of the project: by OSC, by WebSocket, by the script, by the session file, the earlier first. */
  get state(): DawState {
    const state: DawState = { markers: [], tracks: [] };
    for (const told of [this.#sessionState(), this.inbox.state(), this.#socket?.heard, this.#line?.state]) {
      const { markers = [], tracks = [], ...rest } = { ...told } as Partial<DawState>;
      const loop =
        rest.loop?.start.quarters === undefined && rest.loop?.start.seconds === undefined
          ? state.loop
          : rest.loop;
      const isOn = rest.loop?.isOn ?? loop?.isOn;
      Object.assign(state, rest);
      if (loop !== undefined) state.loop = { ...loop, ...(isOn === undefined ? {} : { isOn }) };
      if (markers.length > 0) state.markers = markers;
      if (tracks.length > 0) state.tracks = tracks;
    }
    return state;
  }

  /** What the DAW itself told last, without the files that are read for {@link state}. */
  get told(): Partial<DawState> & { rollingTold?: number } {
    const rollingTold = this.#line?.feedback.rollingTold ?? 0;
    return { ...this.#socket?.heard, ...this.#line?.state, rollingTold };
  }

  /** Tells of everything that the DAW tells. @returns ends it */
  onChange(tell: () => void): () => void {
    const ends = [this.#line?.onChange(tell), this.#socket?.onChange(tell)];
    return () => {
      for (const end of ends) end?.();
    };
  }

  /** What the project says, as conditions for the next take. */
  conditions(): DawConditions {
    return conditionsOfDaw(this.state);
  }

  /** The line, where it is open. */
  get line(): DawLine | undefined {
    return this.#line;
  }

  /** Why the line could not be opened, where it could not. */
  get failure(): LeitmotifError | undefined {
    return this.#failure;
  }

  /** Asks the DAW and says what works and what does not. */
  async test(): Promise<LineReport> {
    return this.#report(await this.#answers());
  }

  /** What is known without asking. */
  untestedReport(): LineReport {
    return this.#report((this.#line?.heard ?? 0) > 0);
  }

  #report(answers: boolean): LineReport {
    const failure = this.#failure;
    return lineReport({
      dialect: this.dialect,
      answers,
      scriptRuns: this.inbox.state() !== undefined,
      webSocketAnswers: this.#socket !== undefined,
      hasSession: this.#sessionState() !== undefined,
      state: this.state,
      ...(failure === undefined ? {} : { failure: { what: failure.what, next: failure.next } }),
    });
  }

  /** Lets the DAW play. @throws LeitmotifError `not-available` */
  play(): void {
    this.#open().say('play', { on: 1 });
  }

  /** Stops the DAW. @throws LeitmotifError `not-available` */
  stop(): void {
    const line = this.#open();
    // REAPER's message is a trigger, and Bitwig's second stop goes to the start.
    if (line.state.isRolling !== false || this.dialect.id !== 'bitwig') line.say('stop', { on: 1 });
  }

  /** Sets the project's tempo in quarters a minute. @throws LeitmotifError `not-available` */
  setTempo(tempo: number): void {
    this.#saidTempo = { tempo, at: performance.now() };
    if (this.#socket !== undefined) this.#socket.setTempo(tempo);
    else this.#open().say('tempo', { tempo });
  }

  /** Sets the project's meter. @throws LeitmotifError `not-available` where the DAW has no word for it */
  setMeter(meter: Meter): void {
    const [upper, lower] = meterFraction(meter);
    const line = this.#open();
    line.say('meterUpper', { upper });
    line.say('meterLower', { lower });
  }

  /** Goes to a place, in quarters from the beginning. @throws LeitmotifError `not-available` where the DAW has no word for it */
  locate(quarters: number): void {
    const line = this.#open();
    const { acts } = this.dialect;
    // A tempo that was just said holds, whether the DAW has told it back or not.
    const { tempo: said, at } = this.#saidTempo ?? { at: -Infinity };
    const isNew = performance.now() - at < tellsBack;
    const tempo = (isNew ? said : undefined) ?? this.told.tempo ?? this.state.tempo ?? usualTempo;
    const seconds = (quarters * 60) / tempo;
    if (acts.locateQuarters !== undefined) line.say('locateQuarters', { quarters });
    else if (acts.locateSamples === undefined) line.say('locateSeconds', { seconds });
    else line.say('locateSamples', { samples: Math.round(seconds * line.feedback.sampleRate) });
  }

  /** Adds a marker at the playhead. @throws LeitmotifError `not-available` */
  addMarker(name: string): void {
    this.#open().say('addMarker', { name });
  }

  /** Sends a part of a take. @returns what was done, as sentences @throws LeitmotifError of the take, the DAW, or the disk */
  async sendClip(asked: ClipAsked): Promise<string[]> {
    const clip = writeClip(asked, { folder: this.inbox.folder, id: this.inbox.newId() });
    const before = this.state;
    if (asked.matchTempo) this.#matchMeter(clip.meter);
    const { sessionFile, actionSlot } = this.#options;
    try {
      const done = await dawAdapters[this.dialect.id].send({
        clip,
        inbox: this.inbox,
        line: this.#line,
        sessionFile,
        actionSlot,
      });
      return [...done, ...(await this.#mark(clip, before, done)), ...tempoSentences(clip, before)];
    } catch (error) {
      // Where the person is told of the folder, the files stay for them.
      if (!(error instanceof LeitmotifError && error.subject === this.inbox.folder))
        this.inbox.withdraw(clip);
      throw error;
    }
  }

  /** Ends. */
  async close(): Promise<void> {
    await this.#socket?.close();
    await this.#line?.close();
    this.#socket = undefined;
    this.#line = undefined;
  }

  /** Sections by OSC, where neither our script nor the session file took them. */
  async #mark(clip: ClipManifest, before: DawState, done: readonly string[]): Promise<string[]> {
    const { markers } = clip;
    if (
      markers === undefined ||
      this.dialect.id === 'reaper' ||
      done.some((one) => one.endsWith(markedInSession))
    )
      return [];
    const quarters =
      clip.at === 'playhead'
        ? placeQuarters(before)
        : (clip.at - 1) * barQuartersOf(before.meter ?? clip.meter);
    if (quarters === undefined)
      return ['The DAW does not tell where its playhead was: the sections are not marked.'];
    return await this.setMarkers(markers.map((one) => ({ ...one, quarters: one.quarters + quarters })));
  }

  /** Sets markers of the open project, from its beginning. @returns what was done, as sentences */
  setMarkers(markers: readonly DawMarker[]): Promise<string[]> {
    const { acts, title } = this.dialect;
    const canLocate = acts.locateQuarters ?? acts.locateSamples ?? acts.locateSeconds;
    const told = (): MarkedDaw['told'] => this.told;
    return setMarkers(
      {
        title,
        canMark: this.#line !== undefined && acts.addMarker !== undefined && canLocate !== undefined,
        get told() {
          return told();
        },
        locate: (quarters) => {
          this.locate(quarters);
        },
        addMarker: (name) => {
          this.addMarker(name);
        },
      },
      markers,
    );
  }

  /** Where the DAW has a word for it; elsewhere the difference is told. */
  #matchMeter(meter: string): void {
    const [upper, lower] = meter.split('/').map(Number) as [number, number];
    if (this.#line === undefined || this.dialect.acts.meterUpper === undefined) return;
    if (meter === this.state.meter) return;
    this.#line.say('meterUpper', { upper });
    this.#line.say('meterLower', { lower });
  }

  async #openLine(): Promise<void> {
    if (this.dialect.ports === undefined) return;
    try {
      this.#line = await DawLine.open(this.dialect, this.#options);
    } catch (error) {
      if (!(error instanceof LeitmotifError)) throw error;
      this.#failure = error;
    }
  }

  async #openSocket(): Promise<void> {
    const port = this.#options.webSocketPort ?? this.dialect.webSocketPort;
    if (port === undefined) return;
    try {
      this.#socket = await ArdourSocket.open(port, this.#options.host);
      await this.#socket.until(({ tempo }) => tempo !== undefined);
    } catch (error) {
      if (!(error instanceof LeitmotifError)) throw error;
    }
  }

  async #answers(): Promise<boolean> {
    const line = this.#line;
    if (line === undefined) return false;
    const { probe, trackNames } = this.dialect.acts;
    if (probe !== undefined) {
      const isAnswered = await line.ask(
        line.message('probe'),
        () => true,
        trackNames === undefined ? answerPatience : 300,
      );
      if (isAnswered !== undefined) return true;
    }
    if (trackNames !== undefined) {
      return (await line.ask(line.message('trackNames'), () => true)) !== undefined;
    }
    // Who has no question answers by telling: the greeting asked for that.
    if (line.heard > 0) return true;
    const [greeting] = this.dialect.greeting;
    return greeting !== undefined && (await line.ask(dawMessage(greeting), () => true)) !== undefined;
  }

  #sessionState(): Partial<DawState> | undefined {
    const { sessionFile } = this.#options;
    if (sessionFile === undefined) return undefined;
    try {
      return ardourState(readArdourSession(sessionFile));
    } catch (error) {
      if (error instanceof LeitmotifError) return undefined;
      throw error;
    }
  }

  #open(): DawLine {
    if (this.#line !== undefined) return this.#line;
    throw (
      this.#failure ??
      new LeitmotifError('not-available', {
        what: 'This connection has no OSC',
        subject: this.dialect.title,
        next: 'Use the keys of the program, or MIDI clock',
      })
    );
  }
}
