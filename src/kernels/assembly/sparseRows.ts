// Sparse rows beside a matrix of p x K numbers, in which the K of a column lie together; K is even here. The values of
// a block of rows are sorted into buckets of neighbouring columns before, so that the part of the matrix that a
// bucket meets is in cache, and is read from memory once a block. In a bucket rows keep their order, and in a row
// values theirs.
//
// A value takes 16 bytes, a record: the number, its column and its row in the block.

/** How many values of a block fall into each bucket of 2^shift columns, added to the words at `counts`. */
export function countColumns(indices: usize, count: i32, shift: i32, counts: usize): void {
  for (const end = indices + ((<usize>count) << 2); indices < end; indices += 4) {
    const bucket = counts + ((load<u32>(indices) >> shift) << 2);
    store<u32>(bucket, load<u32>(bucket) + 1);
  }
}

/**
 * The values of `rows` rows as records, bucket after bucket. `next` has for each bucket where its first record goes,
 * and afterwards where its last one ends, as numbers of records; `pointers` where each row begins, and the end.
 */
export function sortByColumns(
  values: usize,
  indices: usize,
  pointers: usize,
  rows: i32,
  shift: i32,
  next: usize,
  records: usize,
): void {
  for (let i = 0; i < rows; i++, pointers += 4) {
    const end = <usize>load<u32>(pointers, 4);
    for (let at = <usize>load<u32>(pointers); at < end; at++) {
      const column = load<u32>(indices + (at << 2));
      const bucket = next + ((column >> shift) << 2);
      const place = load<u32>(bucket);
      store<u32>(bucket, place + 1);
      const record = records + ((<usize>place) << 4);
      store<f64>(record, load<f64>(values + (at << 3)));
      store<u32>(record, column, 8);
      store<u32>(record, i, 12);
    }
  }
}

/** to[k] += factor * from[k] for an even number of doubles, `bytes` of them. */
function addMultiple(factor: f64, from: usize, to: usize, bytes: usize): void {
  const both = f64x2.splat(factor);
  const last = to + (bytes & -64);
  const end = to + bytes;
  for (; to < last; to += 64, from += 64) {
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(both, v128.load(from))));
    v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(both, v128.load(from, 16))), 16);
    v128.store(to, f64x2.add(v128.load(to, 32), f64x2.mul(both, v128.load(from, 32))), 32);
    v128.store(to, f64x2.add(v128.load(to, 48), f64x2.mul(both, v128.load(from, 48))), 48);
  }
  for (; to < end; to += 16, from += 16) {
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(both, v128.load(from))));
  }
}

/** Adds x_ij m_jk to out[i, k] for `count` records. */
export function sparseProducts(records: usize, count: i32, matrix: usize, columns: i32, out: usize): void {
  const stride = (<usize>columns) << 3;
  for (const end = records + ((<usize>count) << 4); records < end; records += 16) {
    const from = matrix + <usize>load<u32>(records, 8) * stride;
    addMultiple(load<f64>(records), from, out + <usize>load<u32>(records, 12) * stride, stride);
  }
}

/**
 * The shares of `rows` rows that are not 0, one after the other at `found` in 16 bytes each: the share and eight times
 * its k. `ends` gets where those of each row end; a row with more than a quarter of them has none here, and the mark
 * that all are to be taken.
 */
export function listShares(shares: usize, rows: i32, columns: i32, ends: usize, found: usize): void {
  const stride = (<usize>columns) << 3;
  const most = (<usize>(columns >> 2)) << 4;
  for (let i = 0; i < rows; i++, shares += stride, ends += 8) {
    const first = found;
    let all = 0;
    for (let k: usize = 0; k < stride; k += 8) {
      const share = load<f64>(shares + k);
      if (share === 0) continue;
      if (found - first === most) {
        found = first;
        all = 1;
        break;
      }
      store<f64>(found, share);
      store<u32>(found, <u32>k, 8);
      found += 16;
    }
    store<u32>(ends, <u32>found);
    store<u32>(ends, all, 4);
  }
}

/** Adds s_ik x_ij to sum (j, k) for `count` records, all shares of a row or those that listShares found. */
export function sparseSums(
  records: usize,
  count: i32,
  shares: usize,
  ends: usize,
  found: usize,
  columns: i32,
  sums: usize,
): void {
  const stride = (<usize>columns) << 3;
  for (const end = records + ((<usize>count) << 4); records < end; records += 16) {
    const value = load<f64>(records);
    const to = sums + <usize>load<u32>(records, 8) * stride;
    const row = <usize>load<u32>(records, 12);
    const entry = ends + (row << 3);
    if (load<u32>(entry, 4) === 1) {
      addMultiple(value, shares + row * stride, to, stride);
      continue;
    }
    let at = row === 0 ? found : <usize>load<u32>(entry - 8);
    for (const last = <usize>load<u32>(entry); at < last; at += 16) {
      const sum = to + <usize>load<u32>(at, 8);
      store<f64>(sum, load<f64>(sum) + load<f64>(at) * value);
    }
  }
}
