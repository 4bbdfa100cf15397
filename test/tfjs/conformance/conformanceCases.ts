import { adamWCases } from './adamWCases.ts';
import type { ConformanceCase } from './ConformanceCase.ts';
import { headCases } from './headCases.ts';
import { productCases } from './productCases.ts';
import { radialCases } from './radialCases.ts';
import { rowCases } from './rowCases.ts';

/** Every primitive, forward and gradient: what an engine has to get right. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...productCases,
  ...rowCases,
  ...radialCases,
  ...headCases,
  ...adamWCases,
];
