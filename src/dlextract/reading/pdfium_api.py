"""The functions of pdfium that are called in bulk.

``ctypes`` calls that are mapped in C over all words cost 0.15 µs each; the object-oriented calls of pypdfium2 cost
twenty times that.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np

from dlextract.reading.graphics import Handle, Walker
from dlextract.reading.results import Results


class Api:
    """pdfium's functions, called without conversion of arguments and without giving up the interpreter lock.

    As ``ctypes`` takes every number for an ``int``, addresses go in as ``c_void_p`` or a kind of it.
    """

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        self.raw: Any = raw
        whole, double, address = ctypes.c_int, ctypes.c_double, ctypes.c_size_t

        def function(name: str, result: Any) -> Callable[..., Any]:
            where = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
            made: Callable[..., Any] = ctypes.PYFUNCTYPE(result)(where)
            return made

        self.count = function("FPDFText_CountChars", whole)
        self.text = function("FPDFText_GetText", whole)
        self.unicode = function("FPDFText_GetUnicode", ctypes.c_uint)
        self.loose_box = function("FPDFText_GetLooseCharBox", whole)
        self.origin = function("FPDFText_GetCharOrigin", whole)
        self.font_size = function("FPDFText_GetFontSize", double)
        self.matrix = function("FPDFText_GetMatrix", whole)
        self.object = function("FPDFText_GetTextObject", address)
        self.map_error = function("FPDFText_HasUnicodeMapError", whole)
        self.mode = function("FPDFTextObj_GetTextRenderMode", whole)
        self.font = function("FPDFTextObj_GetFont", address)
        self.font_name = function("FPDFFont_GetBaseFontName", address)
        self.next_link = function("FPDFLink_Enumerate", whole)
        self.action = function("FPDFLink_GetAction", Handle)
        self.action_type = function("FPDFAction_GetType", ctypes.c_ulong)
        self.uri = function("FPDFAction_GetURIPath", ctypes.c_ulong)
        self.link_box = function("FPDFLink_GetAnnotRect", whole)
        self.walker = Walker(function)
        self.boxes = Results(np.float32, 4)
        self.matrices = Results(np.float32, 6)
        self.origins = Results(np.float64, 2, 2)


_api: Api | None = None


def get_api() -> Api:
    global _api
    if _api is None:
        _api = Api()
        _api.raw.FPDF_InitLibrary()
    return _api
