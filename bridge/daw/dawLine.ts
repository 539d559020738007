/**
 * The line to one DAW: its messages out, its words in, questions with answers, and what is known of its project.
 *
 *   dialect ─► dawMessage ─► OscPort ─UDP─► DAW ─UDP─► OscPort ─► answers waited for
 *                                                               └► dawFeedback ─► state
 */
import { LeitmotifError } from '../protocol/errors.ts';
import { isBundle } from '../osc/oscPacket.ts';
import { OscPort } from '../osc/oscPort.ts';
import { DawFeedback } from './dawFeedback.ts';
import { dawMessage } from './dawMessage.ts';
import type { DawState } from '../protocol/daw.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { OscArgument, OscMessage, OscPacket } from '../osc/oscPacket.ts';
import type { DawAct, DawDialect } from './dawDialect.ts';
import type { DawValues } from './dawMessage.ts';

/** How a line is opened; what is absent is the dialect's. */
export interface LineOptions {
  host?: string | undefined;
  /** Port at which the DAW hears. */
  hears?: number | undefined;
  /** Port that we open for what it says. */
  answersAt?: number | undefined;
}

/** An answer is awaited this long. Live answers ten times a second. */
export const answerPatience: Milliseconds = 2000;

interface Question {
  isAnswer: (message: OscMessage) => boolean;
  give: (message: OscMessage) => void;
}

/** An open line. */
export class DawLine {
  readonly dialect: DawDialect;
  readonly feedback: DawFeedback;
  readonly #host: string;
  readonly #hears: number;
  #port: OscPort | undefined;
  readonly #questions = new Set<Question>();
  readonly #listeners = new Set<(state: DawState) => void>();
  /** Hears what says nothing of the project, such as a fader. */
  onOther: ((message: OscMessage) => void) | undefined;
  #heard = 0;

  private constructor(dialect: DawDialect, host: string, hears: number) {
    this.dialect = dialect;
    this.feedback = new DawFeedback(dialect);
    this.#host = host;
    this.#hears = hears;
  }

  /**
   * Opens a line and asks the DAW to tell its state. A DAW that is not there is no error: {@link heard} says so.
   *
   * @throws LeitmotifError `port-in-use` with the program that has the port, `not-available` for a dialect without OSC
   */
  static async open(dialect: DawDialect, options: LineOptions = {}): Promise<DawLine> {
    const { ports } = dialect;
    const { host = '127.0.0.1', hears = ports?.hears, answersAt = ports?.answersAt } = options;
    if (ports === undefined || hears === undefined || answersAt === undefined) throw withoutOsc(dialect);
    const line = new DawLine(dialect, host, hears);
    const use = 'the DAW answers';
    const change = `use another one: ${ports.change}`;
    const [mend, peers] = [menderOf(dialect), [{ host, port: hears }]];
    line.#port = await OscPort.open({ port: answersAt, peers, mend, use, change }, (packet) => {
      line.#hear(packet);
    });
    for (const greeting of dialect.greeting) line.send(dawMessage(greeting, { replyPort: line.answersAt }));
    return line;
  }

  /** What is known of the project. */
  get state(): DawState {
    return this.feedback.state;
  }

  /** Messages that came. */
  get heard(): number {
    return this.#heard;
  }

  /** Own port, at which the DAW answers. */
  get answersAt(): number {
    return this.#port?.port ?? 0;
  }

  /** Says something that the dialect has a word for. @throws LeitmotifError `not-available` where it has none */
  say(act: DawAct, values: DawValues = {}, rest: readonly OscArgument[] = []): void {
    this.send(this.message(act, values, rest));
  }

  /** The message of an act. @throws LeitmotifError `not-available` */
  message(act: DawAct, values: DawValues = {}, rest: readonly OscArgument[] = []): OscMessage {
    const known = this.dialect.acts[act];
    if (known === undefined) throw withoutWord(this.dialect, act);
    return dawMessage(known, { replyPort: this.answersAt, ...values }, rest);
  }

  /** Sends a message as it is. */
  send(message: OscMessage): void {
    this.#port?.sendTo({ host: this.#host, port: this.#hears }, message);
  }

  /** Says something and waits for what answers it; undefined where nothing does in time. */
  async ask(
    message: OscMessage,
    isAnswer: (message: OscMessage) => boolean = ({ address }) => address === message.address,
    within: Milliseconds = answerPatience,
  ): Promise<OscMessage | undefined> {
    return await new Promise((resolve) => {
      const question: Question = {
        isAnswer,
        give: (answer) => {
          clearTimeout(timer);
          this.#questions.delete(question);
          resolve(answer);
        },
      };
      const timer = setTimeout(() => {
        this.#questions.delete(question);
        resolve(undefined);
      }, within);
      this.#questions.add(question);
      this.send(message);
    });
  }

  /** Says something and gathers all that comes for a while. */
  async gather(message: OscMessage, during: Milliseconds): Promise<OscMessage[]> {
    const gathered: OscMessage[] = [];
    const collects = (heard: OscMessage): boolean => {
      gathered.push(heard);
      return false;
    };
    await this.ask(message, collects, during);
    return gathered;
  }

  /** Tells the state after each message that changed it. @returns ends it */
  onChange(tell: (state: DawState) => void): () => void {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  /** Ends. */
  async close(): Promise<void> {
    const port = this.#port;
    this.#port = undefined;
    await port?.close();
  }

  #hear(packet: OscPacket): void {
    if (isBundle(packet)) {
      for (const element of packet.elements) this.#hear(element);
      return;
    }
    this.#heard += 1;
    const isKnown = this.feedback.hear(packet);
    for (const question of [...this.#questions]) if (question.isAnswer(packet)) question.give(packet);
    if (!isKnown) this.onOther?.(packet);
    if (isKnown) for (const tell of [...this.#listeners]) tell(this.state);
  }
}

/** Ardour names the end of a list `#reply`, which is no address. */
function menderOf({ mends }: DawDialect): ((bytes: Buffer) => Buffer) | undefined {
  if (mends === undefined) return undefined;
  const wrong = Buffer.from(`${mends.wrong}\0`);
  return (bytes) =>
    bytes.subarray(0, wrong.length).equals(wrong)
      ? Buffer.concat([Buffer.from(mends.right), bytes.subarray(mends.wrong.length)])
      : bytes;
}

function withoutOsc({ title }: DawDialect): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: 'This connection has no OSC',
    subject: title,
    next: 'Clips go to the inbox; transport goes out as MIDI clock',
  });
}

function withoutWord({ title }: DawDialect, act: DawAct): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: `${title} has no message for this`,
    subject: act,
    next: 'Do it in the DAW',
  });
}
