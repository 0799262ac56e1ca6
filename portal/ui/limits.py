"""How often somebody may try: a counter in the cache, for pages that answer a guess with yes or no."""

from django.core.cache import cache


def allowed(key: str, *, most: int, seconds: int) -> bool:
    """Count one try under that key; False once there were more than `most` within the time since the first."""
    name = f"tries:{key}"
    if cache.add(name, 1, timeout=seconds):
        return True
    try:
        return cache.incr(name) <= most
    except ValueError:  # it ran out between the two lines
        cache.set(name, 1, timeout=seconds)
        return True
