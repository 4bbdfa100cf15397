"""Writing a table: a header that says how it was made, then one row a point."""

import datetime
import math
import platform
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
LARGEST = 1.7976931348623157e308
SMALLEST = 5e-324


def double(value):
    """Shortest decimal that reads back as the same double."""
    text = repr(float(value))
    return text[:-2] if text.endswith('.0') else text


def log_uniform(random, low, high):
    """A double whose logarithm is uniform; works from denormals to the largest double."""
    exponent = random.uniform(math.log2(low), math.log2(high))
    whole = math.floor(exponent)
    value = math.ldexp(2.0 ** (exponent - whole), whole)
    return min(max(value, low), high)


def with_neighbours(value):
    """The double, one ulp and 1e-3 to either side."""
    return [value, math.nextafter(value, math.inf), math.nextafter(value, 0), value * 1.001, value * 0.999]


def write_table(name, generator, seed, columns, rows, checks):
    """columns: {name: meaning}; rows: lists of strings; checks: lines for the header."""
    header = [
        f'generator: validation/tables/generate/{generator}',
        f'libraries: python-flint {version("python-flint")} (Arb), mpmath {version("mpmath")}, Python {platform.python_version()}',
        f'seed: {seed}',
        'digits: inputs are exact doubles in shortest round-trip form; values have 34 significant digits, correctly rounded, '
        'each from an Arb ball narrower than 1e-40 relative (trailing zeros dropped)',
        f'date: {datetime.date.today().isoformat()}',
        f'points: {len(rows)}',
        *(f'column {column}: {meaning}' for column, meaning in columns.items()),
        *(f'check: {line}' for line in checks),
    ]
    path = FOLDER / name
    with open(path, 'w', encoding='ascii', newline='\n') as file:
        file.writelines(f'# {line}\n' for line in header)
        file.write(','.join(columns) + '\n')
        file.writelines(','.join(row) + '\n' for row in rows)
    print(f'{name}: {len(rows)} points, {path.stat().st_size / 1e6:.2f} MB')
    for line in checks:
        print('  ' + line)
