/** Which object each pixel shows: 0 the background, 1, 2, ... the objects. Row by row. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly objects: Uint8Array;
}
