/* As much of a browser as static/js/lib/socket.js looks for, in Node, with a websocket of the test's own. Call it before that is imported. */

export function standIn(WebSocket, more = {}) {
  Object.assign(globalThis, {
    addEventListener() {},
    removeEventListener() {},
    document: { addEventListener() {}, querySelector: () => null, visibilityState: "visible" },
    window: globalThis,
    location: { protocol: "http:", hostname: "127.0.0.1", host: "127.0.0.1:1", port: "1" },
    WebSocket,
    XMLHttpRequest: undefined,
    ...more,
  });
}
