"""The line drawings, by name. They take the colour and size of the words beside them and say nothing by themselves.

Kept in the page instead of a sprite file: a strict content policy allows it, nothing has to be fetched, and forced
colours reach them. They are prepared once, so that a list of fifty rows pays for a dictionary look-up only.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.safestring import SafeString, mark_safe

_DRAWINGS = {
    "arrow": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "back": '<path d="M20 12H4M10 6l-6 6 6 6"/>',
    "bell": '<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3v5M15.5 3v5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18"/>',
    "dash": '<path d="M6 12h12"/>',
    "document": '<path d="M6 3h8l4 4v14H6zM14 3v4h4"/>',
    "download": '<path d="M12 3v13M6.5 11l5.5 5.5 5.5-5.5M4 21h16"/>',
    "external": '<path d="M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9"/>',
    "eye": '<path d="M2 12s4-6.5 10-6.5S22 12 22 12s-4 6.5-10 6.5S2 12 2 12z"/><circle cx="12" cy="12" r="2.7"/>',
    "full": '<circle cx="12" cy="12" r="8" fill="currentColor"/>',
    "half": '<circle cx="12" cy="12" r="8"/><path d="M12 7.5a4.5 4.5 0 0 1 0 9z" fill="currentColor"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.5v.1"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="M11 12l9-9M16 7l3 3"/>',
    "lock": '<path d="M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3"/>',
    "mail": '<path d="M3 6h18v13H3zM3 7l9 7 9-7"/>',
    "moon": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"/>',
    "open": '<circle cx="12" cy="12" r="8" stroke-dasharray="2.5 3"/>',
    "pause": '<path d="M8 5v14M16 5v14"/>',
    "pencil": '<path d="M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c.5-9 15.5-9 16 0"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z"/>',
    "question": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.3c.4-3.3 5.3-2.8 5 .2-.2 2-2.5 2-2.5 4M12 17v.1"/>',
    "seal": '<circle cx="12" cy="9" r="6"/><path d="M8 14l-1.5 7 5.5-3 5.5 3L16 14"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "tick": '<path d="M4 12.5l5 5L20 6.5"/>',
    "trash": '<path d="M4 7h16M9 7V4h6v3M6.5 7l1 14h9l1-14"/>',
    "triangle": '<path d="M12 3.5L22 20.5H2zM12 10v4.5M12 17.5v.1"/>',
    "upload": '<path d="M12 17V4M6.5 9L12 3.5 17.5 9M4 21h16"/>',
}


def _drawn(css: str, drawing: str) -> SafeString:
    # The drawings are ours, from the table above: nothing of a user's ends up here.
    return mark_safe(f'<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{drawing}</svg>')  # noqa: S308


ICONS: Mapping[str, SafeString] = MappingProxyType({name: _drawn("i", path) for name, path in _DRAWINGS.items()})
MARKS: Mapping[str, SafeString] = MappingProxyType({name: _drawn("i mark", path) for name, path in _DRAWINGS.items()})
