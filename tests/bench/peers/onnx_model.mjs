/**
 * ONNX files, written by hand: a file is a protocol buffer, a list of fields, each a tag, a length and bytes. The numbers
 * are those of onnx.proto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
const utf8 = new TextEncoder();

const varint = (n) => (n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))]);

/** A field: an integer as it is, text and bytes with their length, a list as a repeated field, nothing for undefined. */
function field(number, value) {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one) => field(number, one));
  if (typeof value === "number") return [Uint8Array.from([...varint(number * 8), ...varint(value)])];
  const bytes = typeof value === "string" ? utf8.encode(value) : value;
  return [Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes];
}

/** @param fields {number: value}; @returns the message's bytes */
function message(fields) {
  const parts = Object.entries(fields).flatMap(([number, value]) => field(Number(number), value));
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const [float, int] = [1, 7]; // element types

const attribute = ([name, value]) =>
  Array.isArray(value) ? message({ 1: name, 8: value, 20: 7 }) : message({ 1: name, 3: value, 20: 2 });

/** node("Gemm", ["x", "w"], ["z"], {transB: 1}); attributes are integers or lists of them. */
export const node = (type, inputs, outputs, attributes = {}) => message({ 1: inputs, 2: outputs, 4: type, 5: Object.entries(attributes).map(attribute) });

/** A constant: Float32Array or, as int64, BigInt64Array. */
export const constant = (name, data, shape) =>
  message({ 1: shape, 2: data instanceof BigInt64Array ? int : float, 8: name, 9: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) });

const place = ([name, shape]) => message({ 1: name, 2: message({ 1: message({ 1: float, 2: message({ 1: shape.map((one) => message({ 1: one })) }) }) }) });

/** @param inputs, outputs {name: shape}; @returns the file */
export function model({ nodes, constants = [], inputs, outputs }) {
  const graph = message({ 1: nodes, 2: "work", 5: constants, 11: Object.entries(inputs).map(place), 12: Object.entries(outputs).map(place) });
  return message({ 1: 8, 7: graph, 8: message({ 2: 17 }) });
}
