/** What a line by our own addresses is found to do. OSC over UDP has no answer of its own, and that is said. */
import type { BridgeStatus } from '../../bridge/protocol/bridge.ts';
import type { LineReport } from '../../bridge/protocol/daw.ts';
import type { Words } from '../l10n/words.ts';

/** The report of an OSC connection; undefined where there is none. */
export function oscReport({ connection, osc }: BridgeStatus, l10n: Words): LineReport | undefined {
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
        what: l10n.t('Sending'),
        works: osc.failed > 0 ? 'no' : osc.sent > 0 ? 'untold' : 'no',
        why:
          osc.failed > 0
            ? l10n.t('Nobody hears at {0}: {1} of {2} packets came back', peers, osc.failed, osc.sent)
            : osc.sent === 1
              ? l10n.t('1 packet went to {0}; OSC does not say whether it was heard', peers)
              : l10n.t('{0} packets went to {1}; OSC does not say whether they were heard', osc.sent, peers),
        ...(osc.failed > 0
          ? { next: l10n.t('Let the other program hear at {0}, or give its port here', peers) }
          : {}),
      },
      {
        what: l10n.t('Hearing'),
        works: heard ? 'yes' : 'untold',
        why: heard
          ? osc.messages === 1
            ? l10n.t('1 message came')
            : l10n.t('{0} messages came', osc.messages)
          : l10n.t('Nothing came to UDP port {0} of {1} yet', connection.port, connection.address),
        ...(heard
          ? {}
          : {
              next: l10n.t(
                'Let the other program send a control, such as {0}, to port {1}',
                '/leitmotif/attribute/tension',
                connection.port,
              ),
            }),
      },
      ...connection.warnings.map((why) => ({ what: l10n.t('Warning'), works: 'untold' as const, why })),
      ...(osc.foreign > 0
        ? [
            {
              what: l10n.t('Strangers'),
              works: 'no' as const,
              why: l10n.t('Packets from programs that are no peers came and were dropped: {0}', osc.foreign),
              next: l10n.t('Add their address as a peer if they are meant'),
            },
          ]
        : []),
    ],
  };
}
