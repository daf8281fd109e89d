"""Imported once by the fork server, so that every worker starts with torch and pytest loaded, in one thread."""

from __future__ import annotations

import gc
import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import pytest  # noqa: E402, F401
import safetensors.torch  # noqa: E402, F401
import scipy.stats  # noqa: E402, F401
import torch  # noqa: E402
import torch.fx.experimental.symbolic_shapes  # noqa: E402, F401  # with sympy: the first backward pass would import it

import fairgrade.checks.diagnosis  # noqa: E402
import fairgrade.checks.plugin  # noqa: E402
import fairgrade.checks.statistics  # noqa: E402
import fairgrade.checks.student  # noqa: E402
import fairgrade.worker  # noqa: E402, F401

gc.collect()
gc.freeze()  # workers then leave these objects' pages shared
