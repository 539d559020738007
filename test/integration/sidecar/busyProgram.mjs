/** A helper for tests: told to loop, it never comes back; told anything else, it says so again. */
process.on('disconnect', () => process.exit(0));
process.on('message', (order) => {
  switch (order.kind) {
    case 'run':
      process.send({ kind: 'progress', id: order.id, report: { stage: 'perceive', step: 0, of: 1 } });
      if (order.task === 'loop') setImmediate(loop);
      else process.send({ kind: 'done', id: order.id, result: order.task });
      return;
    case 'beat':
      process.send({ kind: 'beat' });
      return;
    case 'end':
      process.exit(0);
  }
});

function loop() {
  for (let turns = 0n; ; turns++) if (turns < 0n) return;
}
