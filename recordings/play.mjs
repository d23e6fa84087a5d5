// Plays one side of a scene (scenes.json). A step waits until `after` messages have come from the other side,
// then `wait` milliseconds (5 unless told, so that frames do not share a TCP segment by chance), then acts. The browser's page, the node
// clients and the server all play by it.
export async function play(steps, socket, act) {
  let received = 0;
  let ended = false;
  let wake = () => {};
  socket.addEventListener("message", () => (received++, wake()));
  socket.addEventListener("close", () => ((ended = true), wake()));
  for (const step of steps) {
    while (received < step.after && !ended) await new Promise((resolve) => (wake = resolve));
    await new Promise((resolve) => setTimeout(resolve, step.wait ?? 5));
    if (ended) return;
    act(step, socket);
  }
}

// What every client can do: text, bytes, close.
export function clientStep(step, socket, log = () => {}) {
  if (step.text !== undefined) {
    log(step.text);
    socket.send(step.text);
  } else if (step.binary !== undefined) {
    const bytes = Uint8Array.from(atob(step.binary), (character) => character.charCodeAt(0));
    log(bytes);
    socket.send(bytes);
  } else if (step.close) {
    socket.close(...step.close);
  }
}
