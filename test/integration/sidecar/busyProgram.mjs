/** A helper for tests: told to loop, it never comes back; told anything else, it says so again. */
import { Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';

const pipe = new Socket({ fd: 3 });
pipe.on('close', () => process.exit(0));
let held = Buffer.alloc(0);
pipe.on('data', (bytes) => {
  held = Buffer.concat([held, bytes]);
  while (held.length >= 4 && held.length >= 4 + held.readUInt32LE()) {
    const end = 4 + held.readUInt32LE();
    obey(deserialize(held.subarray(4, end)));
    held = held.subarray(end);
  }
});

function say(reply) {
  const body = serialize(reply);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  pipe.write(Buffer.concat([length, body]));
}

function obey(order) {
  switch (order.kind) {
    case 'run':
      say({ kind: 'progress', id: order.id, report: { stage: 'perceive', step: 0, of: 1 } });
      if (order.task === 'loop') setImmediate(loop);
      else if (order.task instanceof Uint8Array) pipe.write(order.task);
      else if (typeof order.task === 'object') say(order.task);
      else say({ kind: 'done', id: order.id, result: order.task });
      return;
    case 'beat':
      say({ kind: 'beat' });
      return;
    case 'end':
      process.exit(0);
  }
}

function loop() {
  for (let turns = 0n; ; turns++) if (turns < 0n) return;
}
