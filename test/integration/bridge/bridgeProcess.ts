/** Starts the built bridge and talks to it as an editor would. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { decodeOsc, encodeOsc } from '../../../bridge/osc/oscCodec.ts';
import * as protocol from '../../../bridge/protocol/bridge.ts';
import { bridgeRuntime } from '../../../bridge/protocol/bridgeRuntime.ts';
import { root } from '../sidecar/sidecarProcess.ts';
import type { ChildProcess } from 'node:child_process';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { OscMessage, OscPacket } from '../../../bridge/osc/oscPacket.ts';

/** The built program. */
export const bridgeProgram = `${root}/dist/bridge.js`;

/** A bridge that runs, with the conversation open. */
export interface RunningBridge {
  process: ChildProcess;
  connection: MessageConnection;
  initialized: protocol.BridgeInitializeResult;
  exited: Promise<number | null>;
  /** Orderly end; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a bridge without a word. */
export function spawnBridge(): ChildProcess {
  if (!existsSync(bridgeProgram)) throw new Error('Run "npm run build" first: the bridge is not built.');
  return spawn(process.execPath, [...bridgeRuntime.nodeOptions, bridgeProgram, '--stdio'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...bridgeRuntime.environment },
  });
}

/** Starts a bridge and opens the conversation. */
export async function startBridge(): Promise<RunningBridge> {
  const child = spawnBridge();
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdin!.on('error', () => undefined);
  child.stderr!.resume();
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout!),
    new StreamMessageWriter(child.stdin!),
  );
  connection.onClose(() => {
    connection.dispose();
  });
  connection.onError(() => undefined);
  connection.listen();
  const initialized = await connection.sendRequest(protocol.bridgeInitialize, {
    protocolVersion: protocol.bridgeProtocolVersion,
    client: { name: 'test', version: '0' },
  });
  const stop = async (): Promise<void> => {
    await connection.sendRequest(protocol.bridgeShutdown);
    await connection.sendNotification(protocol.bridgeExit);
    await exited;
  };
  return { process: child, connection, initialized, exited, stop };
}

/** A packet with the time at which it came, by `performance.now()`. */
export interface HeardPacket {
  packet: OscPacket;
  at: number;
}

/** A peer of ours on UDP. */
export interface UdpPeer {
  port: number;
  heard: HeardPacket[];
  messages(): OscMessage[];
  say(packet: OscPacket | Uint8Array, port: number): void;
  close(): Promise<void>;
}

/** Opens a peer. */
export async function openUdpPeer(): Promise<UdpPeer> {
  const socket = createSocket('udp4');
  const heard: HeardPacket[] = [];
  socket.on('message', (bytes) => heard.push({ packet: decodeOsc(bytes), at: performance.now() }));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    port: socket.address().port,
    heard,
    messages: () =>
      heard.flatMap(({ packet }) => ('elements' in packet ? (packet.elements as OscMessage[]) : [packet])),
    say: (packet, port) => {
      socket.send(packet instanceof Uint8Array ? packet : encodeOsc(packet), port, '127.0.0.1');
    },
    close: () =>
      new Promise((resolve) => {
        socket.close(resolve);
      }),
  };
}
