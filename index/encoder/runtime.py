"""OpenVINO, and nothing but OpenVINO.

Imported as it is, it would report each import to its makers over the network, and load what only makes new models,
which takes longer than all the rest of it.
"""

from __future__ import annotations

import sys

_MAKING = "openvino.tools.ovc"  # import it where models are made
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # it makes do without when there is none
sys.modules.setdefault(_MAKING, None)  # type: ignore[arg-type]

import openvino  # type: ignore[import-untyped]  # noqa: E402

if sys.modules[_MAKING] is None:
    del sys.modules[_MAKING]

__all__ = ["openvino"]
