"""Attacks on the channel: frames that are malformed, too large, slow, endless, repeated or out of order."""

from __future__ import annotations

from typing import Any

from fairgrade.records import Verdict
from tests.attacks.hostile_class import Hostile

_TOOLS = """
import os, signal, socket, struct, sys, threading, time
import msgpack, torch

def frame(body, *blobs, lengths=None):
    lengths = [len(blob) for blob in blobs] if lengths is None else lengths
    return struct.pack("<II", len(body), len(lengths)) + struct.pack(f"<{len(lengths)}Q", *lengths) + body + b"".join(blobs)

def write(data):
    os.set_blocking(3, True)
    view = memoryview(data)
    while view:
        view = view[os.write(3, view):]

def server():
    at = sys._getframe()
    while at.f_code.co_name != "_serve_test":
        at = at.f_back
    return at.f_locals

def number():
    return server()["work"]["id"]

def be_silent():
    server()["channel"].send = lambda *_: None

def pairs(**items):
    return [3, [[key, item] for key, item in items.items()]]

def reply(value, *blobs, **extra):
    inner = pairs(value=value, changed=[0, []])
    return frame(msgpack.packb(pairs(**{"value": inner, "id": number()} | extra)), *blobs)

def forge(value, *blobs):
    write(reply(value, *blobs))
    be_silent()

def stay():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0)
"""


def _in_call(name: str, layer: str, lines: str, *says: str, **facts: Any) -> Hostile:
    """Does its worst in place of, or before, the answer of `double`."""
    body = "".join(f"    {line}\n" for line in lines.splitlines())
    return Hostile(name, layer, f"{_TOOLS}\ndef double(x):\n{body}    return 3 * x", says=says, **facts)


def _forged(name: str, value: str, *says: str, layer: str = "codec", **facts: Any) -> Hostile:
    """Answers `double` with a well-formed frame that holds this value."""
    return _in_call(name, layer, f"forge({value})", *says, **facts)


def _in_cell(name: str, layer: str, lines: str, *says: str, **facts: Any) -> Hostile:
    """Does its worst while the notebook runs."""
    return Hostile(name, layer, f"{_TOOLS}\ndef double(x):\n    return 3 * x\n{lines}", says=says, **facts)


_ONE = "bytes(8)"
_ANNOUNCES = "announces more than the limit"
_NOT_ASKED = "a question that was not asked"
_GONE = "the process ended"
_LATE = "no answer within"

WIRE = [
    _in_call("bytes that are no frame", "caps of a frame", "write(os.urandom(1) * 4000)", "frame"),
    _in_call("a body of 4 GiB announced", "caps of a frame",
             "write(struct.pack('<II', 0xffffffff, 0))", _ANNOUNCES),
    _in_call("four thousand million tensors announced", "caps of a frame",
             "write(struct.pack('<II', 1, 0xffffffff))", _ANNOUNCES),
    _in_call("a tensor of 16 EiB announced", "caps of a frame",
             "write(frame(b'', lengths=[2**64 - 1]))", _ANNOUNCES),
    _in_call("many tensors that are too large together", "caps of a frame",
             "write(frame(b'', lengths=[2**22] * 4096))", _ANNOUNCES),
    _in_call("two hundred million empty lists", "cap of a body",
             "lists = b'\\xdd\\x00\\x06\\x00\\x00' + b'\\x90' * 393216\n"
             "write(struct.pack('<II', 5 + 512 * len(lists), 0) + b'\\xdd\\x00\\x00\\x02\\x00')\n"
             "for _ in range(512):\n    write(lists)",
             _ANNOUNCES),
    _in_call("a reply of 300 MiB", "cap of a frame, in the student's own process",
             "return torch.zeros(300 << 17, dtype=torch.float64)", "larger than the limit"),
    _in_call("a frame that stops in the middle", "deadline of a frame",
             "stay()\nwrite(struct.pack('<II', 100, 0) + b'x')\ntime.sleep(60)", _LATE, verdict=Verdict.TIMED_OUT),
    _in_call("a frame that drips", "deadline of a frame",
             "stay()\nwrite(struct.pack('<II', 10**6, 0))\nwhile True:\n    write(b'\\x90')\n    time.sleep(0.05)",
             _LATE, verdict=Verdict.TIMED_OUT),
    _in_call("endless calls of a lent function", "deadline of a call",
             "stay()\nwhile True:\n    globals()['lent'](x)", _LATE, verdict=Verdict.TIMED_OUT),
    _in_call("endless frames after the answer", "one reply a request",
             "forge([0, []])\nwhile True:\n    write(frame(msgpack.packb(None)))", "got a list"),
    _in_call("the answer twice", "request ids", "write(reply(1))\nwrite(reply(2))", "got one int"),
    _in_call("answers to questions of the future", "request ids",
             "for later in range(1, 40):\n    write(reply(None, id=number() + later))", _NOT_ASKED),
    _in_call("an answer whose number is a tensor", "types of a reply",
             "write(reply(1, bytes(8), id=[4, 0, 'int64', [], False]))", _NOT_ASKED),
    _in_call("an answer whose number is a truth value", "types of a reply", "write(reply(1, id=True))", _NOT_ASKED),
    _in_call("an answer that is no reply", "types of a reply", "write(frame(msgpack.packb([0, [1, 2]])))", "no reply"),
    _in_call("a death that did not happen", "a reply is the student's own word",
             "write(frame(msgpack.packb(pairs(died=-14))))\nbe_silent()", _LATE, verdict=Verdict.TIMED_OUT),
    _in_call("a death of no kind", "types of a reply",
             "write(frame(msgpack.packb(pairs(died=[0, []]))))\nbe_silent()", _GONE, verdict=Verdict.CRASHED),
    _in_call("a fault that is none", "types of a reply",
             "write(frame(msgpack.packb(pairs(fault=[0, [1, 2]], id=number()))))\nbe_silent()", "a fault that is none"),
    _in_call("a fault of a megabyte", "texts are cut",
             "text = 'x' * 10**6\nwrite(frame(msgpack.packb(pairs(fault=[0, ['raised', text, text, text]], id=number()))))"
             "\nbe_silent()", "xxx", verdict=Verdict.CRASHED),
    _in_call("a call of a function that was never lent", "numbers of lent functions",
             "write(frame(msgpack.packb(pairs(op='remote', number=99, method='', args=[0, []], kwargs=[3, []]))))",
             "a function that does not exist"),
    _in_call("a lent function called by a tensor of names", "types of a call",
             "write(frame(msgpack.packb(pairs(op='remote', number=0, method='', args=[3, []], kwargs=[0, []]))))",
             "a call that is none"),
    _in_call("the gradient of a call that was not made", "numbers of calls",
             "write(frame(msgpack.packb(pairs(op='backward', call=7, cotangents=[0, []]))))", "that was not made"),
    _forged("an unknown tag", "[99, 1]", "an unknown tag"),
    _forged("a value without a tag", "[]", "without a tag"),
    _forged("a tag that is a list", "[[0], 1]", "an unknown tag"),
    _forged("thirty lists in lists", "__import__('functools').reduce(lambda inner, _: [0, [inner]], range(30), 0)",
            "nested too deeply"),
    _in_call("a hundred thousand lists in lists", "codec", "write(frame(b'\\x91' * 100_000))", "malformed"),
    _forged("more parts than the limit", "[0, [0] * 500_000]", "frame"),
    _in_call("a map in place of pairs", "codec", "write(frame(msgpack.packb({'value': 1})))", "malformed"),
    _in_call("types of extensions", "codec", "write(frame(msgpack.packb(msgpack.ExtType(4, b'x' * 9))))", "malformed"),
    _in_call("text that is no UTF-8", "codec", "write(frame(b'\\xa2\\xff\\xff'))", "malformed"),
    _forged("a dict with a list as a key", "[3, [[[0, []], 1]]]", "malformed"),
    _forged("a record whose names do not fit", "[2, 'R', ['a', 'a'], [1, 2]]", "malformed"),
    _forged("a name of a megabyte", "[2, 'R' * 10**6, [], []]", "a name that is none"),
    _forged("a tensor with fewer bytes than its shape", f"[4, 0, 'float64', [5, 3], False], {_ONE}", "does not fit its data"),
    _forged("a tensor with more bytes than its shape", "[4, 0, 'float64', [5, 3], False], bytes(1000)",
            "does not fit its data"),
    _forged("a tensor with negative sizes", "[4, 0, 'float64', [-5, -3], False], bytes(120)", "should count something"),
    _forged("a tensor with fractions as sizes", "[4, 0, 'float64', [5.0, 3.0], False], bytes(120)",
            "should count something"),
    _forged("a tensor of astronomical size", "[4, 0, 'float64', [2**61, 0], False], b''", "impossible dimension"),
    _forged("a tensor whose strides overflow", "[4, 0, 'float64', [2**40, 2**40, 0], False], b''",
            "impossible dimension"),
    _forged("a tensor of seventeen axes", f"[4, 0, 'float64', [1] * 17, False], {_ONE}", "too many dimensions"),
    _forged("a tensor of objects", f"[4, 0, 'object', [1], False], {_ONE}", "unknown dtype"),
    _forged("a tensor whose dtype is a function", f"[4, 0, 'load', [1], False], {_ONE}", "unknown dtype"),
    _forged("two tensors that share memory",
            "[0, [[4, 0, 'float64', [1], False], [4, 0, 'float64', [1], False]]], bytes(8)", "data of its own"),
    _forged("a tensor of data that was not sent", "[4, 7, 'float64', [1], False]", "data of its own"),
    _forged("a tensor of NaN", "[4, 0, 'float64', [5, 3], False], struct.pack('<15d', *[float('nan')] * 15)", "15 NaN"),
    _forged("a tensor of signalling NaN and infinity",
            "[4, 0, 'float64', [5, 3], False], b'\\x01\\0\\0\\0\\0\\0\\xf0\\x7f' * 14 + struct.pack('<d', float('inf'))",
            "14 NaN and 1 infinite"),
    _forged("truth values of other bytes", "[4, 0, 'bool', [5, 3], False], bytes(range(241, 256))", "bool"),
    _forged("a handle to nothing", "[5, 2**61, 'Tensor', True]", "an object of class Tensor"),
    _forged("a handle below zero", "[5, -1, 'Tensor', True]", "should count something"),
    _forged("a trusted function sent back", "[6, 0, 'assert_values_equal', [], [3, []]]", "a trusted function back"),
    _in_call("a thread that writes to the channel", "request ids",
             "thread = threading.Thread(target=write, args=(b'\\xc1' * 64,))\nthread.start()\nthread.join()", "frame"),
    _in_call("a closed channel", "the supervisor", "os.close(3)", _GONE, verdict=Verdict.CRASHED),
    _in_call("a channel shut down", "the supervisor", "socket.socket(fileno=3).shutdown(2)", _GONE,
             verdict=Verdict.CRASHED),
    _in_cell("a child that writes to the channel while cells run", "request ids, end of the cell",
             "if os.fork() == 0:\n    write(b'\\xc1' * 64)\n    os._exit(0)\nos.wait()", "the cell ended the process",
             verdict=Verdict.CRASHED),
    _in_cell("a child that writes to the channel later", "end of children before each check",
             "if os.fork() == 0:\n    time.sleep(2)\n    while True:\n        write(b'\\xc1' * 64)"),
    _in_cell("answers given before the questions", "request ids, end of the cell",
             "write(frame(msgpack.packb(pairs(value=None, id=1))) * 20)", "the cell ended the process",
             verdict=Verdict.CRASHED),
    _in_cell("a cell's end reported by the cell", "request ids",
             "write(frame(msgpack.packb(pairs(status='ok', error='', characters=0))))", _NOT_ASKED,
             verdict=Verdict.CRASHED),
    _in_cell("a codec that writes nonsense", "codec, end of the cell",
             "from fairgrade.wire.codec import Encoder\nEncoder.encode = lambda self, value: b'\\xc1'",
             "the cell ended the process", verdict=Verdict.CRASHED),
    _in_cell("a channel that sends nothing", "deadline of a cell",
             "from fairgrade.wire.channel import Channel\nChannel.send = lambda *_: None", "the cell ended the process",
             verdict=Verdict.TIMED_OUT),
    _in_cell("a codec that knows more types", "codec",
             "from fairgrade.wire import codec\ncodec.DTYPES['quint8'] = 1\ncodec.MAX_NODES = codec.MAX_DEPTH = 10**9\n"
             "double = lambda x: torch.quantize_per_tensor(x.float(), 0.1, 0, torch.quint8)", "frame"),
    _in_cell("the server replaced: every answer is yes", "checks decide, not the process",
             "from fairgrade.sandbox.inside.calls import Calls\n"
             "Calls.answer = lambda self, request: {'value': {'value': True, 'changed': []}}", "got the bool True",
             spares=False),
]  # fmt: skip
