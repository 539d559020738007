import { describe, expect, it } from 'vitest';
import { HostConversation } from '../../../../webview/messaging/hostConversation.ts';

interface Memory {
  scroll: number;
}

function open() {
  const sent: unknown[] = [];
  let state: Memory | undefined;
  const page = new EventTarget();
  const host = new HostConversation<{ type: 'to' }, { type: 'from' }, Memory>(
    {
      postMessage: (message) => sent.push(message),
      getState: () => state,
      setState: (next) => (state = next),
    },
    page,
  );
  return { host, sent, say: (data: unknown) => page.dispatchEvent(new MessageEvent('message', { data })) };
}

describe('HostConversation', () => {
  it('carries messages both ways until it is ended', () => {
    const { host, sent, say } = open();
    const heard: unknown[] = [];
    const end = host.listen((message) => heard.push(message));
    host.send({ type: 'from' });
    say({ type: 'to' });
    end();
    say({ type: 'to' });
    expect(sent).toEqual([{ type: 'from' }]);
    expect(heard).toEqual([{ type: 'to' }]);
  });

  it('does not hear what others say on the page', () => {
    const { host, say } = open();
    const heard: unknown[] = [];
    host.listen((message) => heard.push(message));
    for (const other of [null, 'text', 4, {}, { type: 7 }]) say(other);
    expect(heard).toEqual([]);
  });

  it('remembers', () => {
    const { host } = open();
    expect(host.memory).toBeUndefined();
    host.remember({ scroll: 12 });
    expect(host.memory).toEqual({ scroll: 12 });
  });
});
