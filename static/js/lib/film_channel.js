/* The console leads the projector's film, where both are windows of one browser: a laptop and the projector that hangs on it. No
   server is in between. Without BroadcastChannel each runs alone. */

/* const channel = channelOf(session.id, heard);   channel.tell({ step, playing, speed, layer });   `heard` gets what the others tell */
export function channelOf(session, heard) {
  if (!("BroadcastChannel" in window)) return { tell() {} };
  // eslint-disable-next-line compat/compat -- asked for in the line above
  const channel = new BroadcastChannel(`film ${session}`);
  channel.addEventListener("message", ({ data }) => heard(data));
  return { tell: (message) => channel.postMessage(message) };
}
