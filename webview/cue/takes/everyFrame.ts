/** Does something on every frame of the screen while it moves, once when it does not, and seldom for who wants little motion. */

/** Whether the person asked for little motion, of VS Code or of the system. */
export function wantsLittleMotion(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}

/** Does it now, and again while `isMoving`; returns what ends it. */
export function everyFrame(isMoving: boolean, act: () => void): () => void {
  act();
  if (!isMoving) return () => undefined;
  if (wantsLittleMotion()) {
    const timer = setInterval(act, 500);
    return () => {
      clearInterval(timer);
    };
  }
  let request = 0;
  const next = () => {
    act();
    request = requestAnimationFrame(next);
  };
  request = requestAnimationFrame(next);
  return () => {
    cancelAnimationFrame(request);
  };
}
