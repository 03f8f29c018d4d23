// The near-limit: a raw `ws` server that does the same work, and of Engine.IO and Socket.IO speaks only what the load's lines need to
// hear: no library in between, each message to many encoded once. `node raw_server.mjs` prints its port.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { HEARTBEAT, Room, Views } from "./room.mjs";

const http = createServer();
const server = new WebSocketServer({ server: http });
const room = new Room();
const seats = new Map(); // line → role
const views = new Views(
  room,
  (view) => sendAll("console", "projector", view),
  (view) => sendAll("phone", "phone", view),
);

function sendAll(one, other, view) {
  const text = event("view", view);
  for (const [line, role] of seats) if (role === one || role === other) line.send(text);
}

const event = (name, data) => `42${JSON.stringify([name, data])}`;

server.on("connection", (line) => {
  let me;
  line.send(`0{"sid":"raw","upgrades":[],"pingInterval":${HEARTBEAT},"pingTimeout":${HEARTBEAT},"maxPayload":16384}`);
  line.on("message", (data) => {
    const text = data.toString();
    if (text.startsWith("42")) answer(line, me, text);
    else if (text.startsWith("40")) me = takeSeat(line, JSON.parse(text.slice(2)));
  });
  line.on("close", () => {
    if (seats.get(line) === "phone") room.leave();
    seats.delete(line);
    views.changed();
  });
});

function takeSeat(line, { role, me }) {
  seats.set(line, role);
  line.send('40{"sid":"raw"}');
  if (role === "phone") room.join(me);
  line.send(event("view", role === "phone" ? room.phoneView() : room.screenView()));
  if (role === "phone") line.send(event("mine", room.mine(me)));
  views.changed();
  return me;
}

function answer(line, me, text) {
  const bracket = text.indexOf("[");
  const [name, payload] = JSON.parse(text.slice(bracket));
  const ack = name === "place_dots" ? room.place(me, payload) : room.reveal();
  line.send(`43${text.slice(2, bracket)}${JSON.stringify([ack])}`);
  views.changed();
}

setInterval(() => {
  for (const line of seats.keys()) line.send("2");
}, HEARTBEAT);

http.listen(0, "127.0.0.1", 4096, () => console.log(http.address().port));
