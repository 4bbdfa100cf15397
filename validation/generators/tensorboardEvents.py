"""tensorboardEvents.json: the bytes that TensorBoard's own protobuf classes and record writer give for some events.

Needs the package `tensorboard` (2.21.0 wrote the table). With --check it compares instead of writing.
"""

import base64
import io
import json
import pathlib
import struct
import sys
import zlib

import tensorboard
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

TABLE = pathlib.Path(__file__).parent.parent / 'tables' / 'tensorboardEvents.json'
TIME = 1700000000123
STEPS = [0, 1, 127, 128, 300, 2**31 + 5]
SCALARS = [0.0, 1.5, -3.25e-20, 3.0e38, 4.852030263919617]
HISTOGRAMS = [
    {'min': 0.0, 'max': 3.0, 'counts': [1, 0, 5]},
    {'min': 9.5, 'max': 9.5, 'counts': [128]},
    {'min': -2.0, 'max': 2.0, 'counts': [3, 0, 0, 3]},
]


def png(width, height):
    """A grey picture, by the format's own rules."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    rows = b''.join(b'\0' + bytes(3 * width) for _ in range(height))
    header = struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


def histogram(of):
    edges = [of['min'] + (of['max'] - of['min']) * i / len(of['counts']) for i in range(len(of['counts']) + 1)]
    middles = [(a + b) / 2 for a, b in zip(edges, edges[1:])]
    return summary_pb2.HistogramProto(
        min=of['min'],
        max=of['max'],
        num=sum(of['counts']),
        sum=sum(n * x for n, x in zip(of['counts'], middles)),
        sum_squares=sum(n * x * x for n, x in zip(of['counts'], middles)),
        bucket_limit=edges[1:],
        bucket=of['counts'],
    )


def events(picture):
    value = summary_pb2.Summary.Value
    scalars = [value(tag=f'group/ümlaut{i}', simple_value=x) for i, x in enumerate(SCALARS)]
    yield event_pb2.Event(wall_time=TIME / 1000, file_version='brain.Event:2')
    for step in STEPS:
        yield event_pb2.Event(wall_time=TIME / 1000, step=step, summary=summary_pb2.Summary(value=scalars))
    for of in HISTOGRAMS:
        summary = summary_pb2.Summary(value=[value(tag='spread', histo=histogram(of))])
        yield event_pb2.Event(wall_time=TIME / 1000, step=7, summary=summary)
    image = summary_pb2.Summary.Image(height=5, width=300, colorspace=3, encoded_image_string=picture)
    yield event_pb2.Event(wall_time=TIME / 1000, step=8, summary=summary_pb2.Summary(value=[value(tag='picture', image=image)]))
    start = event_pb2.SessionLog(status=event_pb2.SessionLog.START)
    yield event_pb2.Event(wall_time=TIME / 1000, step=8, session_log=start)


class Kept(io.BytesIO):
    def close(self):
        pass


def main():
    picture = png(300, 5)
    file = Kept()
    writer = RecordWriter(file)
    for event in events(picture):
        writer.write(event.SerializeToString())
    text = json.dumps(
        {
            'about': f'written by validation/generators/tensorboardEvents.py with tensorboard {tensorboard.__version__}',
            'time': TIME,
            'steps': STEPS,
            'scalars': SCALARS,
            'histograms': HISTOGRAMS,
            'png': base64.b64encode(picture).decode(),
            'bytes': base64.b64encode(file.getvalue()).decode(),
        },
        indent=1,
    ) + '\n'
    if '--check' not in sys.argv:
        TABLE.write_text(text)
    elif TABLE.read_text() != text:
        sys.exit(f'{TABLE.name} is not what the generator writes')


main()
