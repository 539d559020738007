/** What a line by our own addresses is found to do. OSC over UDP has no answer of its own, and that is said. */
import type { BridgeStatus } from '../../bridge/protocol/bridge.ts';
import type { LineReport } from '../../bridge/protocol/daw.ts';

/** The report of an OSC connection; undefined where there is none. */
export function oscReport({ connection, osc }: BridgeStatus): LineReport | undefined {
  if (connection === undefined) return undefined;
  const peers = connection.peers.map(({ host, port }) => `${host}:${port}`).join(', ');
  const heard = osc.messages > 0;
  return {
    daw: 'osc',
    title: 'OSC',
    verified: 'ran-here',
    answers: heard,
    checks: [
      {
        what: 'Sending',
        works: osc.failed > 0 ? 'no' : osc.sent > 0 ? 'untold' : 'no',
        why:
          osc.failed > 0
            ? `Nobody hears at ${peers}: ${osc.failed} of ${osc.sent} packets came back`
            : `${osc.sent} ${osc.sent === 1 ? 'packet' : 'packets'} went to ${peers}; OSC does not say whether they were heard`,
        ...(osc.failed > 0 ? { next: `Let the other program hear at ${peers}, or give its port here` } : {}),
      },
      {
        what: 'Hearing',
        works: heard ? 'yes' : 'untold',
        why: heard
          ? `${osc.messages} ${osc.messages === 1 ? 'message' : 'messages'} came`
          : `Nothing came to UDP port ${connection.port} of ${connection.address} yet`,
        ...(heard
          ? {}
          : {
              next: `Let the other program send a control, such as /leitmotif/attribute/tension, to port ${connection.port}`,
            }),
      },
      ...connection.warnings.map((why) => ({ what: 'Warning', works: 'untold' as const, why })),
      ...(osc.foreign > 0
        ? [
            {
              what: 'Strangers',
              works: 'no' as const,
              why: `${osc.foreign} packets came from programs that are no peers, and were dropped`,
              next: 'Add their address as a peer if they are meant',
            },
          ]
        : []),
    ],
  };
}
