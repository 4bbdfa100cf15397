import * as tf from '@tensorflow/tfjs-core';

/** Squared lengths that are those of unit rows in float32, with room. */
const SQUARE_TOLERANCE = 2e-4;

/** Refuses rows that are no directions; counts the others on the device. NaN compares false. */
export async function requireUnitRows(caller: string, rows: tf.Tensor2D, chunkRows: number): Promise<void> {
  const [n, p] = rows.shape;
  const count = (first: number): tf.Tensor =>
    tf.tidy(() => {
      const x = tf.slice(rows, [first, 0], [Math.min(chunkRows, n - first), p]);
      const excess = tf.abs(tf.sub(tf.sum(tf.square(x), 1), 1));
      return tf.sum(tf.cast(tf.lessEqual(excess, SQUARE_TOLERANCE), 'float32'));
    });
  const counts = tf.tidy(() =>
    tf.stack(Array.from({ length: Math.ceil(n / chunkRows) }, (_, chunk) => count(chunk * chunkRows))),
  );
  try {
    const units = (await counts.data<'float32'>()).reduce((sum, value) => sum + value, 0);
    if (units !== n) {
      throw new RangeError(`${caller}: rows must have unit length, got ${n - units} of ${n} that have not`);
    }
  } finally {
    counts.dispose();
  }
}
