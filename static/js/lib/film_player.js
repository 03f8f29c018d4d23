/* Where a film is, and whether it runs. `changed()` is called after each move.

   const player = playerOf({ last: 47, paceAt, changed });   player.step   player.playing   player.speed
   player.toggle(); player.go(12); player.by(-1); player.setSpeed(2);   player.follow({ step, playing, speed });  led from elsewhere: it only shows */

import { browserClock } from "./clock.js";

export const SPEEDS = [0.5, 1, 2, 4];

export function playerOf({ last, paceAt, changed, clock = browserClock }) {
  const player = { step: 0, playing: false, speed: 1, toggle, pause, go, by, setSpeed, follow };
  let run = 0; // counts what was set to happen: only the newest does

  function go(at) {
    player.step = within(at);
    if (player.playing && player.step === last) pause();
    else if (player.playing) wait();
    changed();
  }

  /* By hand: it stops, and goes so many steps. */
  function by(steps) {
    pause();
    go(player.step + steps);
  }

  /* At the end it starts anew. */
  function toggle() {
    if (player.playing) {
      pause();
      return changed();
    }
    player.playing = true;
    return go(player.step === last ? 0 : player.step);
  }

  function setSpeed(speed) {
    player.speed = speed;
    if (player.playing) wait();
    changed();
  }

  function follow({ step, playing, speed }) {
    pause();
    if (SPEEDS.includes(speed)) player.speed = speed;
    player.step = within(step);
    player.playing = playing === true && player.step < last;
    changed();
  }

  function within(at) {
    return Math.min(last, Math.max(0, Math.round(at) || 0));
  }

  /* What was set to happen does not. */
  function pause() {
    player.playing = false;
    run += 1;
  }

  function wait() {
    run += 1;
    const mine = run;
    clock.after(paceAt(player.step) / player.speed, () => mine === run && player.playing && go(player.step + 1));
  }

  return player;
}
