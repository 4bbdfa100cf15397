/** The native libraries of an installed TensorFlow, as its wheel brings them. */
export interface TensorflowLibraries {
  /** The folder `tensorflow` with the libraries and `include`. */
  readonly folder: string;
  /** As 2.21.0; null where the folder does not tell. */
  readonly version: string | null;
  /** Whether it was built for CUDA; null where the folder does not tell. */
  readonly cuda: boolean | null;
}
