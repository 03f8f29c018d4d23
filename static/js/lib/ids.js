/* 128 random bits, as a command_id. `crypto.randomUUID` does not exist on a plain-http page of a LAN; `getRandomValues` does. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
