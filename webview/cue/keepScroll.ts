/** Keeps how far the page was scrolled, over the page's own end. */
import type { CuePanelModel } from './cuePanelModel.svelte.ts';

/** Goes where the person was, once there is something to scroll, and notes where they go; returns what ends it. */
export function keepScroll(model: CuePanelModel): () => void {
  const restore = model.memory.scroll;
  if (restore > 0)
    requestAnimationFrame(() => {
      window.scrollTo(0, restore);
    });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const note = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      model.remember({ scroll: window.scrollY });
    }, 200);
  };
  window.addEventListener('scroll', note, { passive: true });
  return () => {
    clearTimeout(timer);
    window.removeEventListener('scroll', note);
  };
}
