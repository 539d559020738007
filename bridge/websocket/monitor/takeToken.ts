/**
 * The page's token: it comes behind the `#` of the address, which no browser sends to anybody, and is taken out of the address bar
 * at once. It is kept for this tab alone, so that reloading works.
 */

const name = 'leitmotif-token';

/** The token, or undefined where the page was opened without one. */
export function takeToken(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    history.replaceState(null, '', location.pathname);
    keep(given);
    return given;
  }
  return kept();
}

/** A browser that keeps nothing (some embedded ones) asks for the address again after a reload. */
function keep(token: string): void {
  try {
    sessionStorage.setItem(name, token);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

function kept(): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? undefined;
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
