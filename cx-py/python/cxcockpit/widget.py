"""The cockpit as a widget in Jupyter, through anywidget."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from ._static import static_text


class CockpitWidget(anywidget.AnyWidget):  # type: ignore[misc,unused-ignore]
    """A cockpit that draws itself in a notebook.

    Attributes:
        data: The cockpit as JSON text (`cockpit.to_json()`).
        language: `en` or `de`.
        theme: `auto`, `light` or `dark`.
        controls: Whether language and theme can be changed in the page.
    """

    data = traitlets.Unicode("{}").tag(sync=True)
    language = traitlets.Enum(["en", "de"], default_value="en").tag(sync=True)
    theme = traitlets.Enum(["auto", "light", "dark"], default_value="auto").tag(sync=True)
    controls = traitlets.Bool(True).tag(sync=True)

    def __init__(self, **traits: Any) -> None:  # noqa: ANN401 - traits of any type
        super().__init__(_esm=static_text("cx-cockpit.js"), **traits)
