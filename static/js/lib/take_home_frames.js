/* Reads what the server sends while it makes a file: lines of JSON, the last of them about the file; after it the bytes. */

/* `body`: a ReadableStream of bytes. Calls heard(line) for each line on how far it is. Resolves to {line, pieces}: the last line, which
   names the file or says why there is none, and the file's bytes in pieces. Rejects when the stream ends before that. */
export async function framesOf(body, heard) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = new Uint8Array(0);
  for (;;) {
    const end = rest.indexOf(10);
    if (end < 0) {
      rest = joined(rest, await next(reader));
    } else {
      const line = JSON.parse(decoder.decode(rest.subarray(0, end)));
      rest = rest.slice(end + 1);
      if (line.file) return { line, pieces: await bytes(reader, rest, line.bytes) };
      if (line.refused) return { line, pieces: [] };
      heard(line);
    }
  }
}

async function bytes(reader, first, whole) {
  const pieces = [first];
  let got = first.length;
  while (got < whole) {
    const piece = await next(reader);
    pieces.push(piece);
    got += piece.length;
  }
  return pieces;
}

async function next(reader) {
  const { value, done } = await reader.read();
  if (done) throw new Error("It ended too early.");
  return value;
}

function joined(one, other) {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
