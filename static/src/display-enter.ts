/** A display's address holds its token after the `#`, which no server and no log sees: it is exchanged once for a session. */

import { csrfCookie } from "./io/api";
import { byId, show, write } from "./panels/dom";

async function enter(token: string): Promise<void> {
  // The token stands in no history of this browser, whatever comes of it.
  history.replaceState(null, "", location.pathname);
  const said = byId("enter-said");
  const answer = await fetch(byId("enter").dataset.url ?? "", {
    method: "POST", body: new URLSearchParams({ token }), headers: { "X-CSRFToken": csrfCookie(document.cookie) },
  }).catch(() => null);
  if (answer?.ok) return location.reload();
  if (answer?.status === 403) {
    const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string };
    return write(said, detail ?? byId("enter").dataset.failed ?? "");
  }
  // No answer: the server is away, and the display waits for it.
  write(said, byId("enter").dataset.waiting ?? "");
  setTimeout(() => void enter(token), 5000);
}

const token = decodeURIComponent(location.hash.slice(1));
show(byId("enter-person"), token === "");
if (token) void enter(token);
