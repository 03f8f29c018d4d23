/* This page as the server renders it now: what stands there seldom changes, and is not sent along with every view. */

/* A document, or null when none came. */
export async function pageAgain() {
  try {
    const response = await fetch(window.location.pathname + window.location.search, { cache: "no-store" });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch (unreachable) {
    return null;
  }
}
