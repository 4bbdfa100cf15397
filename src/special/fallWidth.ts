/** Where c₁s + c₂s², c₁ and c₂ not negative, reaches 1: the width over which e^(-c₁s - c₂s²) falls. */
export const fallWidth = (c1: number, c2: number): number => 2 / (c1 + Math.sqrt(c1 * c1 + 4 * c2));
