/**
 * Many listeners in a process of their own: opens one a token, listens, acknowledges, and at the end of standard input prints what
 * each heard and whether a frame was missing. Arguments: address, then tokens.
 */
import { WebSocket } from 'ws';

const [url, ...tokens] = process.argv.slice(2);
const heard = tokens.map(() => ({ frames: 0, gaps: 0, next: undefined }));

const sockets = tokens.map((token, i) => {
  const socket = new WebSocket(url, ['leitmotif.listen.1', `token.${token}`], { perMessageDeflate: false });
  const own = heard[i];
  socket.on('open', () => socket.send('{"type":"listen","mode":"live","format":"float32"}'));
  socket.on('message', (data, isBinary) => {
    if (!isBinary) return;
    const sequence = data.readUInt32LE(12);
    if (own.next !== undefined && sequence !== own.next) own.gaps += 1;
    own.next = sequence + 1;
    own.frames += 1;
    if (own.frames % 4 === 0) socket.send(`{"type":"acknowledge","sequence":${sequence}}`);
  });
  return socket;
});

process.stdin.resume();
process.stdin.on('end', () => {
  console.log(JSON.stringify(heard.map(({ frames, gaps }) => ({ frames, gaps }))));
  for (const socket of sockets) socket.terminate();
});
