/**
 * The functions of the package in mathjs: in code, in expressions, over matrices, and to any number of digits.
 *
 *     npx tsx examples/mathjsExpressions.ts
 */
import { all, create } from 'mathjs';
import * as vmf from 'von-mises-fisher/mathjs';

const math = create(all, { precision: 50 });
math.import(vmf);

const show = (expression: string) => console.log(math.format(math.evaluate(expression)));

show('logNormalizer(256, 100)'); // => 326.0486721899298
show('logNormalizer(256, [20, 200, 500])'); // => [343.55597261129594, 280.3977440464221, 74.09253541896032]
show('meanResultantLength([3; 256], [1, 100])'); // => [[0.3130352854993313, 0.99], [0.003906190859183789, 0.34453932515825647]]
show('concentration(256, 0.5)'); // => 170.40060262826177

// The log-likelihood of 100 directions in 3 dimensions with mean resultant length 0.8.
show('R = 0.8; k = concentration(3, R); 100 * (logNormalizer(3, k) + k * R)'); // => [-122.8393649508631]

// BigNumbers have the precision of the instance, here 50 digits, from proven enclosures.
show('logNormalizer(512, bignumber(1))'); // => 867.96712659974964903682278362799942089393167021905
show('concentration(256, bignumber("0.5"))'); // => 170.40060262826176914956608074469393954290187533371
