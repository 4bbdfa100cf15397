"""dinoSchedules.csv: the schedules of DINO's training loop, computed with NumPy from their description.

    python validation/generators/dinoSchedules.py [--check]

Per step of E epochs of N steps: the learning rate rises linearly from 0 over W epochs (both ends included) to
base * batch / 256, then falls along half a cosine over the steps that are left; weight decay and the teacher's momentum
follow half a cosine over all steps; the teacher's temperature rises linearly over the first T epochs, one value an
epoch, both ends included, then stays.
"""

import json
import sys
from pathlib import Path

import numpy as np

PATH = Path(__file__).resolve().parent.parent / 'tables' / 'dinoSchedules.csv'
COLUMNS = ['case', 'step', 'learningRate', 'weightDecay', 'emaMomentum', 'teacherTemperature', 'frozen']

SHARED = {'base': 0.0005, 'minimum': 1e-6, 'decay': [0.04, 0.4], 'momentum': 0.996, 'temperature': [0.04, 0.07]}
CASES = {
    'short': {**SHARED, 'epochs': 6, 'epochSteps': 7, 'batch': 64, 'warmup': 2, 'hot': 3, 'freeze': 1},
    'no warm-up': {**SHARED, 'epochs': 4, 'epochSteps': 5, 'batch': 256, 'warmup': 0, 'hot': 0, 'freeze': 0},
    'one step an epoch': {**SHARED, 'epochs': 9, 'epochSteps': 1, 'batch': 1024, 'warmup': 1, 'hot': 1, 'freeze': 2},
    'temperature to the end': {**SHARED, 'epochs': 5, 'epochSteps': 3, 'batch': 128, 'warmup': 1, 'hot': 5, 'freeze': 5},
    'cifar': {**SHARED, 'epochs': 100, 'epochSteps': 13, 'batch': 128, 'warmup': 10, 'hot': 30, 'freeze': 1},
}


def half_cosine(start, end, count):
    steps = np.arange(count)
    return end + 0.5 * (start - end) * (1 + np.cos(np.pi * steps / count))


def rows(name, case):
    epochs, steps = case['epochs'], case['epochSteps']
    total, warm = epochs * steps, case['warmup'] * steps
    peak = case['base'] * case['batch'] / 256
    rate = np.concatenate([np.linspace(0, peak, warm), half_cosine(peak, case['minimum'], total - warm)])
    decay = half_cosine(*case['decay'], total)
    momentum = half_cosine(case['momentum'], 1, total)
    low, high = case['temperature']
    temperature = np.concatenate([np.linspace(low, high, case['hot']), np.full(epochs - case['hot'], high)])
    for step in range(total):
        epoch = step // steps
        values = [rate[step], decay[step], momentum[step], temperature[epoch]]
        yield [name, str(step), *(repr(float(value)) for value in values), str(int(epoch < case['freeze']))]


lines = [
    '# generator: validation/generators/dinoSchedules.py (NumPy, float64, shortest round-trip form)',
    *(f'# case {name}: {json.dumps(case)}' for name, case in CASES.items()),
    ','.join(COLUMNS),
    *(','.join(row) for name, case in CASES.items() for row in rows(name, case)),
]
text = '\n'.join(lines) + '\n'
if '--check' in sys.argv:
    same = PATH.read_text() == text
    print(f'{PATH.name} is {"" if same else "not "}what the generator writes')
    sys.exit(0 if same else 1)
PATH.write_text(text)
print(f'{PATH.name}: {len(lines)} lines')
