// Node's socket.io doing pollapp's work and storing nothing: `node socketio_server.mjs` prints its port. Its defaults are kept (it does not
// deflate), but for the heartbeat, which is pollapp's. With `to-all`, phones get a view with every tick, as a plain server would have it.
import { createServer } from "node:http";
import { Server } from "socket.io";
import { HEARTBEAT, Room, Views } from "./room.mjs";

const http = createServer();
const io = new Server(http, { pingInterval: HEARTBEAT, pingTimeout: HEARTBEAT, cors: { origin: true }, transports: ["websocket"] });
const room = new Room(process.argv.includes("to-all"));
const views = new Views(
  room,
  (view) => io.to("screens").emit("view", view),
  (view) => io.to("phones").emit("view", view),
);

io.on("connection", (socket) => {
  const { role, me } = socket.handshake.auth;
  if (role === "phone") greetPhone(socket, me);
  else greetScreen(socket);
  views.changed();
});

function greetPhone(socket, me) {
  room.join(me);
  socket.join("phones");
  socket.emit("view", room.phoneView());
  socket.emit("mine", room.mine(me));
  socket.on("place_dots", (payload, acked) => {
    acked(room.place(me, payload));
    views.changed();
  });
  socket.on("disconnect", () => {
    room.leave();
    views.changed();
  });
}

function greetScreen(socket) {
  socket.join("screens");
  socket.emit("view", room.screenView());
  socket.on("reveal", (_payload, acked) => {
    acked(room.reveal());
    views.changed();
  });
}

http.listen(0, "127.0.0.1", 4096, () => console.log(http.address().port));
