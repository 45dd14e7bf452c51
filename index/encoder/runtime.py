"""OpenVINO, and nothing but OpenVINO: imported as it is, it would report each import to its makers over the network."""

from __future__ import annotations

import sys

sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # it makes do without when there is none

import openvino  # type: ignore[import-untyped]  # noqa: E402

__all__ = ["openvino"]
