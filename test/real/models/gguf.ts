import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'

/** Types of tensors, by their numbers, with the numbers and bytes of one block. @see llama.cpp ggml/include/ggml.h */
const tensorTypes = {
  f32: { id: 0, block: 1, bytes: 4 },
  q4_0: { id: 2, block: 32, bytes: 18 },
  q8_0: { id: 8, block: 32, bytes: 34 },
  mxfp4: { id: 39, block: 32, bytes: 17 },
} as const

/** Type of a tensor. */
export type TensorType = keyof typeof tensorTypes

/** A value of a file's metadata. */
export type MetaValue =
  | { readonly u32: number }
  | { readonly f32: number }
  | { readonly bool: boolean }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly i32s: readonly number[] }
  | { readonly f32s: readonly number[] }
  | { readonly bools: readonly boolean[] }

/** A tensor: its lengths, the innermost first, as the file has them. */
export interface Tensor {
  readonly name: string
  readonly lengths: readonly number[]
  readonly type: TensorType
}

/**
 * Writes a model file whose tensors are holes: of any size, it takes a few megabytes of disk.
 *
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export function writeSparseModel(
  path: string,
  metadata: Readonly<Record<string, MetaValue>>,
  tensors: readonly Tensor[],
): void {
  const parts: Buffer[] = [
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(Object.keys(metadata).length),
  ]
  for (const [key, value] of Object.entries(metadata)) parts.push(text(key), encoded(value))
  let offset = 0
  for (const { name, lengths, type } of tensors) {
    const { id, block, bytes } = tensorTypes[type]
    const count = lengths.reduce((product, length) => product * length, 1)
    if ((lengths[0] ?? 0) % block !== 0) throw new Error(`${name} does not divide into blocks of ${block}`)
    parts.push(text(name), u32(lengths.length), ...lengths.map(u64), u32(id), u64(offset))
    offset += aligned((count / block) * bytes)
  }
  const head = Buffer.concat(parts)
  const file = openSync(path, 'w')
  writeSync(file, head)
  ftruncateSync(file, aligned(head.length) + offset)
  closeSync(file)
}

function encoded(value: MetaValue): Buffer {
  if ('u32' in value) return Buffer.concat([u32(4), u32(value.u32)])
  if ('f32' in value) return Buffer.concat([u32(6), f32(value.f32)])
  if ('bool' in value) return Buffer.concat([u32(7), u8(value.bool)])
  if ('text' in value) return Buffer.concat([u32(8), text(value.text)])
  if ('texts' in value) return list(8, value.texts.map(text))
  if ('i32s' in value) return list(5, value.i32s.map(u32))
  if ('f32s' in value) return list(6, value.f32s.map(f32))
  return list(7, value.bools.map(u8))
}

function list(type: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([u32(9), u32(type), u64(items.length), Buffer.concat(items)])
}

function u8(value: boolean): Buffer {
  return Buffer.from([value ? 1 : 0])
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}

function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8)
  buffer.writeBigUInt64LE(BigInt(value))
  return buffer
}

function f32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeFloatLE(value)
  return buffer
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([u64(bytes.length), bytes])
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 32) * 32
}
