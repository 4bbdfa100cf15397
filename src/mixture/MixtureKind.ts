/**
 * How rows are given to components:
 *
 *   kind         r_ik
 *   soft         α_k f_k(x_i)/f(x_i)
 *   hard         1 for the component of the largest α_k f_k(x_i), the first of equal ones
 *   stochastic   1 for one component drawn with the probabilities of 'soft'
 */
export type MixtureKind = 'soft' | 'hard' | 'stochastic';
