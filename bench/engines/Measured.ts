/** What one process of `bench:engines` measured; times in milliseconds, one for each round. */
export type Measured = StepsMeasured | ProductsMeasured | HeadMeasured;

/** Where it was measured. */
export interface Setting {
  /** As of selectEngine. */
  readonly engine: string;
  readonly device: string;
  /** What was installed beside, or why nothing was. */
  readonly peer: string;
  /** How time was taken. */
  readonly clock: string;
  readonly machine: string;
  readonly node: string;
  readonly commit: string;
  readonly date: string;
  readonly load: number;
}

/** A way in which PyTorch computes: float32, TF32 or bfloat16 under autocast. */
export type Precision = 'float32' | 'tf32' | 'bf16';

export interface Peer {
  readonly precision: Precision;
  readonly milliseconds: readonly number[];
  /** Bytes, null where that cannot be told. */
  readonly memory: number | null;
}

/** A whole step of training. */
export interface StepsMeasured extends Setting {
  readonly kind: 'steps';
  readonly preset: string;
  readonly batch: number;
  readonly milliseconds: readonly number[];
  readonly memory: number | null;
  /** log C_p of student and teacher and its gradient, once. */
  readonly normalizer: number;
  readonly where: WhereTimeGoes;
  readonly peers: readonly Peer[];
}

/** Milliseconds of one step by purpose; `note` says what they leave out. */
export interface WhereTimeGoes {
  readonly byPurpose: Readonly<Record<string, number>>;
  readonly note: string;
}

export interface ProductShape {
  readonly name: string;
  readonly count: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Products of a step; milliseconds are of one product. */
export interface ProductsMeasured extends Setting {
  readonly kind: 'products';
  readonly preset: string;
  readonly batch: number;
  readonly products: readonly (ProductShape & {
    readonly milliseconds: readonly number[];
    readonly peers: readonly Omit<Peer, 'memory'>[];
  })[];
}

/** The loss from directions and prototypes and its gradient, without a network. */
export interface HeadMeasured extends Setting {
  readonly kind: 'head';
  readonly batch: number;
  readonly views: number;
  readonly prototypes: number;
  readonly bottleneck: number;
  readonly milliseconds: readonly number[];
  readonly memory: number | null;
  readonly loss: number;
  readonly peers: readonly (Peer & { readonly loss: number })[];
}

/** What replaces what when results are kept. */
export const keyOf = (measured: Measured): string => {
  const { kind, engine, device, batch } = measured;
  return [engine, device, kind, 'preset' in measured ? measured.preset : measured.prototypes, batch].join(
    '|',
  );
};
