/**
 * The machine's limit in this page: a WebAssembly loop of multiply-adds that never leaves the registers. 13 accumulators
 * and two factors are all that x86-64 has room for in V8 (the 16th register is its own), and 13 chains are more than the
 * latency of a multiply and an add needs. The module is written here byte by byte, so no compiler can change it; what V8
 * makes of a round (node --print-code) is 52 vmulps and 52 vaddps between registers and nothing else.
 */
export const name = "multiply-add peak";

export const chains = 13;
const unrolled = 4;

const flat = (...parts) => parts.flat(Infinity);
const varint = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]);
const section = (id, ...content) => flat(id, varint(flat(content).length), content);
const op = { loop: [0x03, 0x40], end: 0x0b, brIf: 0x0d, get: 0x20, set: 0x21, tee: 0x22, i32Const: 0x41, i32Sub: 0x6b };
const simd = (code) => [0xfd, ...varint(code)];
const [splat, lane0, add, mul] = [simd(0x13), [...simd(0x1f), 0], simd(0xe4), simd(0xe6)];

/** peak(rounds, a, b): each round does acc = acc * a + b `unrolled` times on each accumulator; gives their sum. */
export function peakModule() {
  const [rounds, a, b, va, vb, first] = [0, 1, 2, 3, 4, 5];
  const accumulators = Array.from({ length: chains }, (_, i) => first + i);
  const start = (acc, i) => [Array.from({ length: i + 1 }, (_, n) => (n ? [op.get, b, 0x92] : [op.get, a])), splat, op.set, acc]; // a + i * b
  const chain = (acc) => [op.get, acc, op.get, va, mul, op.get, vb, add, op.set, acc];
  const body = flat(
    [1, chains + 2, 0x7b], // locals: v128
    [op.get, a, splat, op.set, va, op.get, b, splat, op.set, vb],
    accumulators.map(start),
    op.loop,
    Array.from({ length: unrolled }, () => accumulators.map(chain)),
    [op.get, rounds, op.i32Const, 1, op.i32Sub, op.tee, rounds, op.brIf, 0, op.end],
    accumulators.map((acc, i) => [op.get, acc, i ? add : []]),
    [lane0, op.end],
  );
  return Uint8Array.from(
    flat(
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, 1, 0x60, 3, [0x7f, 0x7d, 0x7d], 1, 0x7d), // (i32, f32, f32) -> f32
      section(3, 1, 0),
      section(7, 1, 4, [..."peak"].map((c) => c.charCodeAt(0)), 0, 0),
      section(10, 1, varint(body.length), body),
    ),
  );
}

/** As many multiply-adds as the product of two (size, size) matrices has. */
export async function matmul({ size }) {
  const { instance } = await WebAssembly.instantiate(peakModule());
  const rounds = Math.round(size ** 3 / (4 * chains * unrolled));
  let sum = 0;
  const run = (units) => {
    for (; units > 0; --units) sum += instance.exports.peak(rounds, 0.999, 0.001);
    if (!Number.isFinite(sum)) throw new Error("the peak loop left the numbers");
  };
  return { run, result: () => null };
}
