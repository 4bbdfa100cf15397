"""logisticRegression.csv: multinomial logistic regression with an L2 penalty, by scikit-learn.

Features and labels are drawn from a fixed seed and stand in the table. For each weight decay the minimum over W
(and b, which is not penalised) of

    sum_i -log softmax(W x_i + b)_{y_i} + decay/2 |W|^2

is LogisticRegression(C=1/decay, solver='newton-cg'), run to a gradient of 1e-13; the header has the
largest gradient that a numpy computation of its own finds at the answers.

    python validation/peers/scikitLearnLogisticRegression.py
"""

import pathlib

import numpy
import sklearn
from sklearn.linear_model import LogisticRegression

N, D, CLASSES, SEED = 40, 5, 3, 20241125
random = numpy.random.default_rng(SEED)
labels = numpy.arange(N) % CLASSES
centres = random.normal(size=(CLASSES, D))
x = (centres[labels] + random.normal(size=(N, D)) * [1, 2, 0.5, 3, 1]).astype(numpy.float32).astype(float)


def value_and_gradient(w, b, decay):
    logits = x @ w.T + b
    logits -= logits.max(1, keepdims=True)
    p = numpy.exp(logits)
    total = p.sum(1, keepdims=True)
    p /= total
    loss = (numpy.log(total[:, 0]) - logits[numpy.arange(N), labels]).sum() + decay / 2 * (w**2).sum()
    p[numpy.arange(N), labels] -= 1
    return loss, p.T @ x + decay * w, p.sum(0)


rows, worst = [], 0.0
for i in range(N):
    rows += [('label', '', '', i, '', labels[i])] + [('x', '', '', i, j, repr(float(x[i, j]))) for j in range(D)]
for decay in [0.01, 1, 100]:
    for intercept in [True, False]:
        model = LogisticRegression(
            C=1 / decay, solver='newton-cg', tol=1e-15, max_iter=10000, fit_intercept=intercept
        ).fit(x, labels)
        w, b = model.coef_.copy(), numpy.broadcast_to(model.intercept_, CLASSES).copy()
        loss, dw, db = value_and_gradient(w, b, decay)
        worst = max(worst, abs(dw).max(), abs(db).max() if intercept else 0)
        key = (repr(float(decay)), 'yes' if intercept else 'no')
        rows.append(('value', *key, '', '', repr(float(loss))))
        b -= b.mean()
        for c in range(CLASSES):
            rows += [('weight', *key, c, j, repr(float(w[c, j]))) for j in range(D)]
            rows.append(('intercept', *key, c, '', repr(float(b[c]))))

table = pathlib.Path(__file__).parent.parent / 'tables' / 'logisticRegression.csv'
table.write_text(
    '\n'.join(
        [
            '# generator: validation/peers/scikitLearnLogisticRegression.py',
            f'# libraries: scikit-learn {sklearn.__version__}, numpy {numpy.__version__}',
            f'# seed: {SEED}',
            f'# largest entry of the gradient at the answers, by numpy: {worst:.1e}',
            '# column of: label and x of row i (x: of its feature j), then per decay and intercept: value of the sum, weight of class i and feature j, intercept of class i less their mean',
            'of,decay,intercept,i,j,value',
            *(','.join(map(str, row)) for row in rows),
            '',
        ]
    )
)
print(f'{len(rows)} rows, largest gradient {worst:.1e}')
