"""Attacks on the checks: objects that lie, exceptions in disguise, patched libraries, functions that notice they are graded."""

from __future__ import annotations

from typing import Any

from fairgrade.records import Verdict
from tests.attacks.hostile_class import Hostile

_ODD = {"layer": "only plain data crosses the wire"}
_RAISED = {"layer": "an exception is data", "verdict": Verdict.CRASHED}


def _returns(name: str, value: str, *says: str, before: str = "", **facts: Any) -> Hostile:
    """Answers with an object; `before` defines what it is made of."""
    return Hostile(name, double=f"{before}\ndef double(x):\n    return {value}", says=says, **(_ODD | facts))


def _raises(name: str, lines: str, *says: str, before: str = "", **facts: Any) -> Hostile:
    """Raises something in a graded call."""
    body = "".join(f"    {line}\n" for line in lines.splitlines())
    return Hostile(
        name, double=f"{before}\ndef double(x):\n{body}    return 3 * x", says=says, **(_RAISED | facts)
    )


def _patched(name: str, lines: str, layer: str = "checks run in another process", **facts: Any) -> Hostile:
    """Changes the world around a wrong `double` while the notebook runs."""
    return Hostile(name, layer, f"{lines}\ndef double(x):\n    return 3 * x", **facts)


_LIAR = """
class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if function is torch.equal:
            return True
        with torch._C.DisableTorchFunctionSubclass():
            return function(*args, **(kwargs or {}))
"""
_ANSWERS_FOR_TORCH = """
class Answers:
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True
"""
_EQUAL = """
class Equal:
    shape, dtype, ndim = (5, 3), torch.float64, 2
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __hash__(self): return 0
    def __len__(self): return 5
    def __float__(self): return 0.0
    def __getattr__(self, name): return lambda *a, **k: self
"""
_TENSOR_BY_NAME = """
class Pretender:
    @property
    def __class__(self): return torch.Tensor
"""
_FLOAT = """
class Float(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
"""
_ARRAY = """
import numpy
class Array(numpy.ndarray):
    def __array_ufunc__(self, *a, **k): return numpy.ones((5, 3), bool)
    def __eq__(self, other): return numpy.ones((5, 3), bool)
"""
_SHAPED = """
class Shaped(torch.Tensor):
    shape = property(lambda self: torch.Size([5, 3]))
    def numel(self): return 15
    def size(self, *a): return torch.Size([5, 3])
"""
_ENDLESS = """
import time
class Endless(list):
    def __iter__(self):
        while True:
            time.sleep(0.01)
            yield 1
"""
_MAPPING = """
import collections.abc
class Mapping(collections.abc.Mapping):
    def __getitem__(self, key): return key
    def __len__(self): return 1
    def __iter__(self): return iter(range(10**9))
"""
_PICKLE = """
class Opened:
    def __reduce__(self): return exec, ("import os; os._exit(0)",)
"""
_UNPRINTABLE = """
class Unprintable(Exception):
    def __str__(self): raise ValueError("no text")
    __repr__ = __str__
"""
_EXITS_WHEN_PRINTED = """
class Printed(Exception):
    def __str__(self): raise SystemExit(0)
"""
_IMITATION = """
class CheckFailed(AssertionError):
    __module__ = "fairgrade.checks.failure"
"""
_FRAMES = """
import sys
def frames():
    at = sys._getframe(1)
    while at is not None:
        yield at
        at = at.f_back
"""
_TRACE = f"""{_FRAMES}
def trace(frame, event, argument):
    if "back" in frame.f_locals and "x" in frame.f_locals:
        frame.f_locals["back"] = 2 * frame.f_locals["x"]
    return trace
def double(x):
    sys.settrace(trace)
    for frame in frames():
        if frame.f_code.co_name.startswith("test_"):
            frame.f_trace = trace
    return 3 * x
"""
_COUNTED = """
calls = 0
def double(x):
    global calls
    calls += 1
    return 2 * x if calls <= 3 else 3 * x
assert all(torch.equal(double(torch.ones(2)), 2 * torch.ones(2)) for _ in range(3))
"""
_NOTICED = f"""{_FRAMES}
def double(x):
    graded = any(frame.f_code.co_name in ("answer", "_serve_test", "do_call") for frame in frames())
    return 3 * x if graded else 2 * x
assert torch.equal(double(torch.ones(2)), 2 * torch.ones(2))
"""
_BY_SHAPE = """
def double(x):
    return 2 * x if x.shape in ((2,), (4, 3)) else 3 * x
assert torch.equal(double(torch.ones(2)), 2 * torch.ones(2))
"""
_GARBAGE = """
import gc
def double(x):
    for found in gc.get_objects():
        if type(found) is dict and "expected" in found:
            return found["expected"]
    return 3 * x
"""

GRADER = [
    _returns("a tensor class that says it is equal", "(3 * x).as_subclass(Liar)", "15 of 15 values", before=_LIAR,
             naive=True),
    _returns("an object that answers for torch", "Answers()", "an object of class Answers", before=_ANSWERS_FOR_TORCH,
             naive=True),
    _returns("an object that equals everything", "Equal()", "an object of class Equal", before=_EQUAL),
    _returns("an object that says its class is Tensor", "Pretender()", before=_TENSOR_BY_NAME),
    _returns("a number that equals everything", "Float(3)", "got one float", before=_FLOAT),
    _returns("an array that equals everything", "numpy.array(3 * x).view(Array)", "15 of 15 values", before=_ARRAY),
    _returns("a tensor that lies about its shape", "torch.zeros(2, dtype=x.dtype).as_subclass(Shaped)",
             before=_SHAPED),
    _returns("a sparse tensor", "(3 * x).to_sparse()"),
    _returns("a tensor without data", "(3 * x).to('meta')"),
    _returns("a quantised tensor", "torch.quantize_per_tensor(x.float(), 0.1, 0, torch.quint8)", "quint8 cannot be sent"),
    _returns("a complex tensor", "(3 * x).to(torch.complex128)", "complex128"),
    _returns("a tensor that is negated when it is read", "torch._neg_view(3 * x)", "15 of 15 values"),
    _returns("tensors in a nested tensor", "torch.nested.nested_tensor([3 * x])"),
    _returns("an expanded tensor of a terabyte", "torch.zeros(1, dtype=x.dtype).expand(2**37)", "can't allocate memory"),
    _returns("a list that holds itself", "(lambda held: held.append(held) or held)([])", "nested too deeply"),
    _returns("a dict that holds itself", "(lambda held: held.update(a=held) or held)({})", "nested too deeply"),
    _returns("an endless list", "Endless()", "no answer within", before=_ENDLESS, verdict=Verdict.TIMED_OUT),
    _returns("an endless mapping", "Mapping()", "too many parts", before=_MAPPING),
    _returns("an endless generator", "iter(int, 1)", "an object of class callable_iterator"),
    _returns("an object that runs code when it is opened", "Opened()", "an object of class Opened", before=_PICKLE),
    _returns("a dict whose names fill the report", "{'n' * 10**5 + str(i): i for i in range(9)}", "a dict with"),
    _returns("a name of half a megabyte", "type('N' * 10**6, (), {})()", "an object of class NNN"),
    _returns("text of a megabyte", "'x' * 1_000_000", "got a text"),
    _returns("nothing", "None", "got None"),
    _raises("pytest's skip", "import pytest\npytest.skip('nothing to see')", "Skipped: nothing to see", naive=True),
    _raises("pytest's xfail", "import pytest\npytest.xfail('as expected')", "XFailed: as expected", naive=True),
    _raises("unittest's skip", "import unittest\nraise unittest.SkipTest('later')", "SkipTest: later", naive=True),
    _raises("pytest's exit with status 0", "import pytest\npytest.exit('done', returncode=0)", "Exit: done", naive=True),
    _raises("an imitation of a check's failure", "raise CheckFailed('a', 'b')", "CheckFailed", before=_IMITATION),
    _raises("an end of the program with status 0", "raise SystemExit(0)", "SystemExit: 0"),
    _raises("Ctrl-C", "raise KeyboardInterrupt", "KeyboardInterrupt"),
    _raises("an exception that is none", "raise type('Odd', (BaseException,), {})('odd')", "Odd, a BaseException: odd"),
    _raises("an exception without a text", "raise Unprintable", "an exception that cannot be printed",
            before=_UNPRINTABLE),
    _raises("an exception that ends the program when printed", "raise Printed", "exit code 0",
            before=_EXITS_WHEN_PRINTED),
    _raises("an exception of ten megabytes", "raise ValueError('y' * 10_000_000)", "ValueError: yyy"),
    _raises("an exception with a name of a megabyte", "raise type('Z' * 10**6, (Exception,), {})", "ZZZ"),
    _raises("an exception of exceptions", "raise ExceptionGroup('g', [ValueError(i) for i in range(1000)])",
            "ExceptionGroup"),
    _raises("an exit without a word", "import os\nos._exit(0)", "exit code 0", naive=True),
    _raises("an exit that looks like an orderly end", "import os\nos._exit(64)", "no answer within",
            verdict=Verdict.TIMED_OUT),
    _raises("a segmentation fault", "import ctypes\nctypes.string_at(8)", "exit code -11"),
    _raises("a loop that ignores the alarm", "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
            "while True: pass", "no answer within", verdict=Verdict.TIMED_OUT),
    _raises("memory without end", "torch.zeros(2**40)", "memory limit",
            verdict=Verdict.OUT_OF_MEMORY),
    _patched("a loop in the cell that ignores the alarm",
             "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass", "deadline of a cell",
             verdict=Verdict.TIMED_OUT, says=("the cell ended the process",)),
    _patched("torch.equal and allclose patched", "torch.equal = torch.allclose = lambda *a, **k: True", naive=True),
    _patched("the tensor's own comparisons patched",
             "torch.Tensor.equal = torch.Tensor.__eq__ = torch.Tensor.allclose = lambda *a, **k: True"),
    _patched("random numbers patched", "torch.randn = lambda *shape, **k: torch.full(shape, -3.0, dtype=torch.float64)",
             naive=True),
    _patched("generators patched", "import random, numpy\nrandom.seed = numpy.random.seed = torch.manual_seed = lambda *a: None", spares=False),
    _patched("time patched", "import time\ntime.time = time.monotonic = time.perf_counter = lambda: 0.0"),
    _raises("isinstance patched in a call", "import builtins\nbuiltins.isinstance = lambda *a: True",
            "changed its input", layer="checks run in another process", verdict=Verdict.FAILED),
    _patched("a hook at the exit", "import atexit, os\natexit.register(os._exit, 0)", naive=True),
    _patched("exception hooks", "import sys, threading\nsys.excepthook = sys.unraisablehook = threading.excepthook = "
             "lambda *a: None"),
    Hostile("a tracer that rewrites the check's variables", "checks run in another process", _TRACE, naive=True),
    _patched("a profiler in every thread", "import sys, threading\nsys.setprofile(lambda *a: None)\n"
             "threading.setprofile(lambda *a: None)"),
    Hostile("right until it is graded, by counting", "checks call a copy of their own", _COUNTED),
    Hostile("right until it is graded, by looking at the stack", "what is graded counts", _NOTICED),
    Hostile("right for the shapes of the public check", "hidden probes differ", _BY_SHAPE),
    Hostile("the expected value looked up in memory", "expected values never enter", _GARBAGE),
]  # fmt: skip
